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
  const go = (to: number) => {
    const next = items[to];
    if (!next) return;
    void setWanted(next.id);
    const link = document.querySelector<HTMLElement>(`a[data-review="${CSS.escape(next.id)}"]`);
    link?.focus();
  };
  // Where none is shown beside the list, the first key goes to the first line.
  const isAtOne = () => hasRoom() || document.activeElement?.matches("a[data-review]") === true;
  useKeys({
    j: () => go(isAtOne() ? place + 1 : place),
    k: () => go(isAtOne() ? place - 1 : place),
    x: () => open?.status === "pending" && selection.toggle(open.id),
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

/** Whether one is shown beside the list; otherwise it has a page of its own. */
export function hasRoom(): boolean {
  return window.matchMedia("(min-width: 64rem)").matches;
}
