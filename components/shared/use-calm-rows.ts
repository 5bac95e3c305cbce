"use client";

import { type PointerEvent, useState } from "react";

/**
 * Keeps a live list still while the mouse is over it, so that nothing moves under the pointer: rows keep their
 * place and show what is new about them; rows that came since wait, and are counted. `scope` says what is listed;
 * another list is shown as it is. Rows that went for good go at once.
 */
export function useCalmRows<Row extends { id: string }>(rows: Row[] | undefined, scope: string) {
  const [held, setHeld] = useState<{ scope: string; rows: Row[] } | null>(null);
  const isHeld = held !== null && held.scope === scope && rows !== undefined;
  const hold = () => rows && setHeld({ scope, rows });
  return {
    rows: isHeld ? keepStill(held.rows, rows) : rows,
    newCount: isHeld ? countNew(held.rows, rows) : 0,
    showNew: hold,
    area: {
      onPointerEnter: (event: PointerEvent) => event.pointerType === "mouse" && hold(),
      onPointerLeave: () => setHeld(null),
    },
  };
}

/** A page that is no shorter than before lost its last rows to newer ones; they stay as they were last seen. */
export function keepStill<Row extends { id: string }>(held: Row[], now: Row[]): Row[] {
  const current = new Map(now.map((row) => [row.id, row]));
  const arePushedOff = now.length >= held.length;
  return held.flatMap((row) => current.get(row.id) ?? (arePushedOff ? row : []));
}

function countNew<Row extends { id: string }>(held: Row[], now: Row[]): number {
  const known = new Set(held.map(({ id }) => id));
  return now.filter(({ id }) => !known.has(id)).length;
}
