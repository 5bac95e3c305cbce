"use client";

import { useQueryState } from "nuqs";
import { useState } from "react";
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

/** Which review is open and which are marked: j and k move, x marks, Escape unmarks, a and r act on what is marked. */
export function useInbox({ rows, scope, isStale, onBulk }: Inbox) {
  const [wanted, setWanted] = useQueryState("review", clientParsers.parseAsString);
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<Open | null>(null);
  const selection = useSelection();
  // What was just answered leaves at once, before the list has been read again.
  const items = rows.filter(({ id, status }) => status !== "pending" || !answered.has(id));
  const ids = items.map(({ id }) => id);
  const chosen = chooseOpen(open, { ids, wanted, scope: isStale ? (open?.scope ?? "") : scope });
  if (chosen !== open) setOpen(chosen);
  const nextId = stepFrom(chosen, ids, 1) ?? stepFrom(chosen, ids, -1);
  const marked = items.filter(({ id }) => selection.ids.has(id));
  const openOne = (id: string | null) => {
    setOpen(null);
    void setWanted(id);
  };
  // Where none is shown beside the list, the line that has the focus is the one meant. The address stays as it is there:
  // a change of it would undo the step to the page that Enter begins.
  const go = (by: 1 | -1) => {
    const focused = ids.indexOf(findFocused() ?? "");
    const id = hasRoom() ? stepFrom(chosen, ids, by) : ids[Math.max(0, focused + by)];
    if (!id) return;
    if (hasRoom()) void setWanted(id);
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
    nextId,
    openOne,
    /** These have been answered: another is opened if the open one is among them. */
    leave: (gone: string[]) => {
      setAnswered(new Set([...answered, ...gone]));
      if (chosen.id === null || !gone.includes(chosen.id)) return;
      openOne(
        nextId !== null && !gone.includes(nextId) ? nextId : (ids.find((id) => !gone.includes(id)) ?? null),
      );
    },
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
