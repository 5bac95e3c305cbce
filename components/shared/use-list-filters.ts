"use client";

import { useCallback } from "react";

type Base = { q: string; page: number };
type Change = { [Key in keyof Base]?: Base[Key] | null } | null;
type SetFilters = (change: Change, options?: { history: "push" }) => Promise<unknown>;

export type ListFilters<Filters extends Base = Base> = {
  filters: Filters;
  /** Whether anything but the page narrows the list. */
  isFiltered: boolean;
  onText: (text: string) => void;
  clear: () => void;
  onPage: (page: number) => void;
  /** Value and setter of one filter, for `FilterSelect`. */
  choice: (key: Exclude<keyof Filters, keyof Base> & string) => {
    value: string | null;
    onValue: (value: string | null) => void;
  };
};

/**
 * What a list page does with the filters in its URL, given `useQueryStates(describe…(clientParsers))`. A changed
 * filter leads back to the first page; a page turned is a step of the browser's history. State that does not
 * narrow the list, such as an open dialog, is kept apart with `useQueryState`.
 */
export function useListFilters<Filters extends Base>([filters, set]: [
  Filters,
  SetFilters,
]): ListFilters<Filters> {
  return {
    filters,
    isFiltered: Object.entries(filters).some(
      ([key, value]) => key !== "page" && value !== null && value !== "",
    ),
    onText: useCallback((q: string) => void set({ q: q || null, page: null }), [set]),
    clear: () => void set(null),
    onPage: (page) => void set({ page: page === 1 ? null : page }, { history: "push" }),
    choice: (key) => {
      const value: unknown = filters[key];
      return {
        value: typeof value === "string" ? value : null,
        onValue: (chosen) => void set({ [key]: chosen, page: null }),
      };
    },
  };
}
