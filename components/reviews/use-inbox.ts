"use client";

import { useQueryState } from "nuqs";
import { useRef, useState } from "react";
import { chooseOpen, type Open, stepFrom } from "@/components/reviews/choose-open";
import { useKeys } from "@/components/shared/use-keys";
import { useSelection } from "@/components/shared/use-selection";
import { clientParsers } from "@/lib/client-parsers";
import type { ReviewSummary } from "@/server/reviews/schema";

type Inbox = {
  /** The list as the hub gave it. */
  rows: ReviewSummary[];
  /** Which list it is, and whether what is shown still answers an earlier question. */
  scope: string;
  isStale: boolean;
  onBulk: (decision: "approve" | "reject") => void;
};

/** So soon after an answer nobody has read the next question: a second click or key press was meant for the last one. */
const readingMs = 300;

/** Which review is open and which are marked: j and k move, x marks, Escape unmarks, a and r act on what is marked. */
export function useInbox({ rows, scope, isStale, onBulk }: Inbox) {
  const [named, setWanted] = useQueryState("review", clientParsers.parseAsString);
  const wanted = named || null;
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<Open | null>(null);
  const answeredAt = useRef(Number.NEGATIVE_INFINITY);
  const selection = useSelection();
  // What was just answered leaves at once, before the list has been read again.
  const items = rows.filter(({ id, status }) => status !== "pending" || !answered.has(id));
  const ids = items.map(({ id }) => id);
  const chosen = chooseOpen(open, { ids, wanted, scope: isStale ? (open?.scope ?? "") : scope });
  if (chosen !== open) setOpen(chosen);
  const marked = items.filter(({ id }) => selection.ids.has(id));
  const openOne = (id: string | null) => {
    // Marks of what others have answered meanwhile hold the keys back until one moves on.
    if (marked.length === 0 && selection.ids.size > 0) selection.clear();
    setOpen(null);
    void setWanted(id);
  };
  // Where none is shown beside the list, the line that has the focus is the one meant. The address stays as it is there:
  // a change of it would undo the step to the page that Enter begins.
  const go = (by: 1 | -1) => {
    const focused = ids.indexOf(findFocused() ?? "");
    const id = hasRoom() ? stepFrom(chosen, ids, by) : ids[Math.max(0, focused + by)];
    if (!id) return;
    if (hasRoom()) openOne(id);
    document.querySelector<HTMLElement>(`a[data-review="${CSS.escape(id)}"]`)?.focus();
  };
  const mark = () => {
    const meant = hasRoom() ? chosen.id : findFocused();
    if (items.some(({ id, status }) => id === meant && status === "pending")) selection.toggle(meant ?? "");
  };
  useKeys({
    j: () => go(1),
    k: () => go(-1),
    x: mark,
    Escape: selection.clear,
    ...(marked.length > 0 ? { a: () => onBulk("approve"), r: () => onBulk("reject") } : {}),
  });
  return {
    items,
    openId: chosen.id,
    nextId: stepFrom(chosen, ids, 1) ?? stepFrom(chosen, ids, -1),
    openOne,
    /** These have been answered: the one after it is opened if the open one is among them. */
    leave: (gone: string[]) => {
      answeredAt.current = performance.now();
      setAnswered((before) => new Set([...before, ...gone]));
      setOpen((now) => (now?.id && gone.includes(now.id) ? { ...now, id: null } : now));
      void setWanted((now) => (now && gone.includes(now) ? null : now));
    },
    mayAnswer: () => performance.now() - answeredAt.current > readingMs,
    selection,
    marked,
  };
}

/** The review whose line has the focus. */
function findFocused(): string | undefined {
  const line = document.activeElement?.closest("li");
  return line?.querySelector<HTMLElement>("a[data-review]")?.dataset.review;
}

/** Whether one is shown beside the list; otherwise it has a page of its own. */
export function hasRoom(): boolean {
  return window.matchMedia("(min-width: 64rem)").matches;
}
