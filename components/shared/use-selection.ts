"use client";

import { useState } from "react";

export type Selection = {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Marks all of these, or none of them. */
  setAll: (ids: string[], isOn: boolean) => void;
  clear: () => void;
};

/** Which rows of a list are marked for an act on several at once. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    ids,
    toggle: (id) => setIds(ids.has(id) ? without(ids, [id]) : new Set([...ids, id])),
    setAll: (given, isOn) => setIds(isOn ? new Set([...ids, ...given]) : without(ids, given)),
    clear: () => setIds(new Set()),
  };
}

function without(ids: ReadonlySet<string>, gone: string[]): ReadonlySet<string> {
  return new Set([...ids].filter((id) => !gone.includes(id)));
}
