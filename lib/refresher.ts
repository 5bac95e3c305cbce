import { matchQuery, type Query, type QueryClient, type QueryFilters } from "@tanstack/react-query";

export type Refresher = {
  /** Asks again for what matches and was read before `at`, the hub's clock in epoch ms. */
  refresh: (filter: QueryFilters, at: number) => void;
  stop: () => void;
};

/** A read that was under way, and one by a server whose clock is this much ahead, count as before the change. */
const slackMs = 2_000;

/**
 * Asks again for what a change has made old: what is shown now, and what the hub had read before the change but arrives
 * after the word of it, with a page that was on its way.
 */
export function createRefresher(queries: QueryClient): Refresher {
  const told = new Map<QueryFilters, number>();
  const isOld = (query: Query) =>
    [...told].some(([filter, at]) => query.state.dataUpdatedAt < at + slackMs && matchQuery(filter, query));
  const stop = queries.getQueryCache().subscribe((event) => {
    const hasArrived =
      event.type === "added" || (event.type === "updated" && event.action.type === "setState");
    const { query } = event;
    if (!hasArrived || query.state.data === undefined || !isOld(query)) return;
    // Not at once: a page's data arrives while React draws it.
    queueMicrotask(() => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true }));
  });
  return {
    refresh: (filter, at) => {
      told.set(filter, at);
      void queries.invalidateQueries(filter);
    },
    stop,
  };
}
