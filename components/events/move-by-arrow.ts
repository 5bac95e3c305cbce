import type { KeyboardEvent } from "react";

/**
 * Moves the focus between the marks (`data-at`, a place on the axis) of lanes (`data-lane`): left and right along
 * one, up and down to the nearest mark of the next.
 */
export function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-at]") : null;
  const lane = mark?.closest<HTMLElement>("[data-lane]");
  const next = mark && lane && findNext(event.key, mark, lane);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function findNext(key: string, mark: HTMLElement, lane: HTMLElement): HTMLElement | undefined {
  const marks = listMarks(lane);
  const index = marks.indexOf(mark);
  if (key === "ArrowRight") return marks[index + 1];
  if (key === "ArrowLeft") return marks[index - 1];
  if (key === "ArrowDown") return findNearest(lane.nextElementSibling, mark);
  if (key === "ArrowUp") return findNearest(lane.previousElementSibling, mark);
  return undefined;
}

function findNearest(lane: Element | null, mark: HTMLElement): HTMLElement | undefined {
  if (!lane?.matches("[data-lane]")) return undefined;
  const distance = (each: HTMLElement) => Math.abs(Number(each.dataset.at) - Number(mark.dataset.at));
  return listMarks(lane).toSorted((a, b) => distance(a) - distance(b))[0];
}

function listMarks(lane: Element): HTMLElement[] {
  return [...lane.querySelectorAll<HTMLElement>("[data-at]")];
}
