"use client";

import { useQueryState } from "nuqs";
import { useEffect } from "react";
import { useKeys } from "@/components/shared/use-keys";
import { useSelection } from "@/components/shared/use-selection";
import { clientParsers } from "@/lib/client-parsers";
import type { ReviewSummary } from "@/server/reviews/schema";

type Inbox = { items: ReviewSummary[]; onBulk: (decision: "approve" | "reject") => void };

/** Which review is open and which are marked: j and k move, x marks, Escape unmarks, a and r act on what is marked. */
export function useInbox({ items, onBulk }: Inbox) {
  const [wanted, setWanted] = useQueryState("review", clientParsers.parseAsString);
  const selection = useSelection();
  const place = Math.max(
    0,
    items.findIndex(({ id }) => id === wanted),
  );
  const open = items[place] ?? null;
  const marked = items.filter(({ id }) => selection.ids.has(id));
  // Where none is shown beside the list, the line that has the focus is the one meant. The address stays as it is there:
  // a change of it would undo the step to the page that Enter begins.
  const at = () => (hasRoom() ? place : items.findIndex(({ id }) => id === findFocused()));
  const go = (to: number) => {
    const next = items[Math.max(0, to)];
    if (!next) return;
    if (hasRoom()) void setWanted(next.id);
    const link = document.querySelector<HTMLElement>(`a[data-review="${CSS.escape(next.id)}"]`);
    link?.focus();
  };
  const mark = (review: ReviewSummary | undefined) => {
    if (review?.status === "pending") selection.toggle(review.id);
  };
  useKeys({
    j: () => go(at() + 1),
    k: () => go(at() - 1),
    x: () => mark(items[at()]),
    Escape: selection.clear,
    ...(marked.length > 0 ? { a: () => onBulk("approve"), r: () => onBulk("reject") } : {}),
  });
  useEffect(() => {
    // A link into the list may name one that has been answered meanwhile.
    if (wanted !== null && items.length > 0 && !items.some(({ id }) => id === wanted)) void setWanted(null);
  }, [wanted, items, setWanted]);
  return {
    open,
    next: items[place + 1] ?? items[place - 1] ?? null,
    openOne: (id: string | null) => void setWanted(id),
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
