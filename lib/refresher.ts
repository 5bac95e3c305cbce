import { matchQuery, type Query, type QueryClient, type QueryFilters } from "@tanstack/react-query";

export type Refresher = {
  /**
   * Asks again for what matches and was read before `at`, the hub's clock in epoch ms. With `cancelRefetch` also in place
   * of what is being read again: after the line dropped, that may wait for ever.
   */
  refresh: (filter: QueryFilters, at: number, options?: { cancelRefetch: boolean }) => void;
  stop: () => void;
};

/** A read that was under way, and one by a server whose clock is this much ahead, count as before the change. */
const slackMs = 2_000;

/**
 * Asks again for what a change has made old: what is shown now; what is being asked for, once it has been answered; and
 * what the hub had read before the change but arrives after the word of it, with a page that was on its way.
 */
export function createRefresher(queries: QueryClient): Refresher {
  const cache = queries.getQueryCache();
  const told = new Map<QueryFilters, number>();
  const againAfter = new Set<Query>();
  const isOld = (query: Query) =>
    [...told].some(([filter, at]) => query.state.dataUpdatedAt < at + slackMs && matchQuery(filter, query));
  // An answer that is under way is waited for: thrown away at each word, a slow one would never be shown.
  const ask = (filter: QueryFilters, options = { cancelRefetch: false }) =>
    void queries.invalidateQueries(filter, options);
  const stop = cache.subscribe((event) => {
    const { query } = event;
    if (event.type === "removed") againAfter.delete(query);
    const change = event.type === "updated" ? event.action.type : event.type;
    const isAnswered = change === "success" || change === "error";
    const hasArrived = (change === "added" || change === "setState") && query.state.data !== undefined;
    if (!(isAnswered && againAfter.delete(query)) && !(hasArrived && isOld(query))) return;
    // Not at once: a page's data arrives while React draws it.
    queueMicrotask(() => ask({ queryKey: query.queryKey, exact: true }));
  });
  return {
    refresh: (filter, at, options) => {
      told.set(filter, at);
      for (const query of cache.findAll({ ...filter, fetchStatus: "fetching" }))
        if (!options?.cancelRefetch || query.state.data === undefined) againAfter.add(query);
      ask(filter, options);
    },
    stop,
  };
}
