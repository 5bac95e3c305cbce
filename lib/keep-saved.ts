import type { DataTag, QueryClient, QueryKey } from "@tanstack/react-query";

type Reading<T> = { queryKey: (input: { id: string }) => DataTag<QueryKey, T, unknown> };

/**
 * What the saving of something does with its answer: it takes the place of what was read before, at once, so that a form
 * goes by it even if the reading after it fails.
 */
export function keepSaved<T extends { id: string }>(queries: QueryClient, reading: Reading<T>) {
  return (saved: T): void => {
    queries.setQueryData<T>(reading.queryKey({ id: saved.id }), saved);
  };
}
