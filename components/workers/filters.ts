import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";
import type { WorkerStatus } from "@/server/workers/schema";

const statuses = [
  "connecting",
  "idle",
  "executing",
  "draining",
  "disconnected",
] as const satisfies WorkerStatus[];

/** The state of the list of workers that its URL holds. */
export function describeWorkerFilters(parsers: UrlParsers) {
  return { ...describeList(parsers), status: parsers.parseAsStringLiteral(statuses) };
}

type WorkerFilters = { q: string; page: number; status: WorkerStatus | null };

/** What the hub is asked for. */
export function toWorkerQuery(filters: WorkerFilters) {
  const { status } = filters;
  return { ...toListQuery(filters), ...(status ? { status } : {}) };
}
