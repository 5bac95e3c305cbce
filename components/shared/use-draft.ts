"use client";

import { useState } from "react";

/** What was typed into fields, and what was saved there when it was. */
export type Edits<Draft> = { [Key in keyof Draft]?: { value: Draft[Key]; over: Draft[Key] } };

/**
 * A form's values while they are edited: what is saved, with what was typed over it. Fields that nobody touched, or that
 * were put back, follow `saved`, so what changes elsewhere is shown and is not written back.
 */
export function useDraft<Draft extends object>(saved: Draft) {
  const [edits, setEdits] = useState<Edits<Draft>>({});
  const draft = applyEdits(saved, edits);
  return {
    draft,
    isDirty: !isSame(draft, saved),
    change: (part: Partial<Draft>) => setEdits((before) => addEdits(before, part, saved)),
    discard: () => setEdits({}),
    /**
     * To be called when `sent`, the draft of this rendering, is saved and read again: what was typed since stays, as a
     * change that is not saved.
     */
    settle: (sent: Draft) => setEdits((now) => dropSent(now, sent, edits)),
  };
}

/** `saved` with the edits over it; one that was put back shows what is saved now. */
export function applyEdits<Draft extends object>(saved: Draft, edits: Edits<Draft>): Draft {
  const draft = { ...saved };
  for (const key in edits) {
    const edit = edits[key];
    if (edit && !isSame(edit.value, edit.over)) draft[key] = edit.value;
  }
  return draft;
}

/** `part` typed while `saved` was shown below it. */
export function addEdits<Draft extends object>(
  edits: Edits<Draft>,
  part: Partial<Draft>,
  saved: Draft,
): Edits<Draft> {
  const next = { ...edits };
  for (const key in part) {
    const value = part[key] as Draft[typeof key];
    const edit = edits[key];
    next[key] = { value, over: edit && !isSame(edit.value, edit.over) ? edit.over : saved[key] };
  }
  return next;
}

/** Those that came since `sent` was made of the edits `before`; they stand over what was sent. */
export function dropSent<Draft extends object>(
  edits: Edits<Draft>,
  sent: Draft,
  before: Edits<Draft>,
): Edits<Draft> {
  const left: Edits<Draft> = {};
  for (const key in edits) {
    const edit = edits[key];
    if (edit && edit !== before[key] && !isSame(edit.value, sent[key]))
      left[key] = { value: edit.value, over: sent[key] };
  }
  return left;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
