"use client";

import { useState } from "react";

/**
 * A form's values while they are edited: what is saved, with what was typed over it. Fields that nobody touched follow
 * `saved`, so what changes elsewhere is shown and is not written back.
 */
export function useDraft<Draft extends object>(saved: Draft) {
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const draft: Draft = { ...saved, ...changes };
  return {
    draft,
    isDirty: !isSame(draft, saved),
    change: (part: Partial<Draft>) => setChanges((before) => ({ ...before, ...part })),
    discard: () => setChanges({}),
    /** To be called when `sent` is saved and read again: what was typed since stays, as a change that is not saved. */
    settle: (sent: Draft) => setChanges((now) => dropSent(now, sent)),
  };
}

/** The changes that `sent` did not have yet. */
export function dropSent<Draft extends object>(changes: Partial<Draft>, sent: Draft): Partial<Draft> {
  const left = { ...changes };
  for (const key in left) if (isSame(left[key], sent[key])) delete left[key];
  return left;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
