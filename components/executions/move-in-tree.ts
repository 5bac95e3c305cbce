import type { KeyboardEvent } from "react";

type Fold = (id: string, isOpen: boolean) => void;

/**
 * The keys of a tree whose items are buttons with `data-node`: up and down move, home and end leap, right opens what is
 * closed or goes to its first part, left closes what is open or goes to what it is part of.
 */
export function moveInTree(event: KeyboardEvent<HTMLElement>, fold: Fold): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=treeitem]")];
  const at = items.findIndex((item) => item.matches(":focus"));
  if (at < 0) return;
  const next = findNext(event.key, items, at, fold);
  if (next === undefined) return;
  event.preventDefault();
  next?.focus();
}

/** The item to go to; null to stay, undefined for a key that means nothing here. */
function findNext(key: string, items: HTMLElement[], at: number, fold: Fold): HTMLElement | null | undefined {
  const item = items[at];
  if (!item) return undefined;
  const { node = "" } = item.dataset;
  const expanded = item.getAttribute("aria-expanded");
  if (key === "ArrowDown") return items[at + 1] ?? null;
  if (key === "ArrowUp") return items[at - 1] ?? null;
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key === "ArrowRight") {
    if (expanded === "false") fold(node, true);
    return expanded === "true" ? (items[at + 1] ?? null) : null;
  }
  if (key === "ArrowLeft") {
    if (expanded === "true") fold(node, false);
    const isPart = item.getAttribute("aria-level") === "2";
    return isPart
      ? (items.slice(0, at).findLast((each) => each.getAttribute("aria-level") === "1") ?? null)
      : null;
  }
  return undefined;
}
