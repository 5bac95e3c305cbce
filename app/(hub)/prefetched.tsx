import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { createPageQueries } from "@/server/trpc/page";

type Queries = Awaited<ReturnType<typeof createPageQueries>>;
type PrefetchedProps = { load: (queries: Queries) => Promise<void>[]; children: ReactNode };

/** Asks the hub's verbs in this process, as the signed-in person, and hands the answers to what it wraps. */
export async function Prefetched({ load, children }: PrefetchedProps) {
  const queries = await createPageQueries();
  await Promise.all(load(queries));
  return <HydrationBoundary state={dehydrate(queries.queryClient)}>{children}</HydrationBoundary>;
}
