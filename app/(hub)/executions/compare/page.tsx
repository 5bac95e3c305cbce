import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { CompareView } from "@/components/executions/compare-view";

const loadPair = nuqs.createLoader({
  a: nuqs.parseAsString.withDefault(""),
  b: nuqs.parseAsString.withDefault(""),
});

export const metadata: Metadata = { title: "Compare executions" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const { a, b } = await loadPair(searchParams);
  return (
    <Prefetched
      load={({ queryClient, trpc }) =>
        [a, b]
          .filter((id) => id !== "")
          .map((executionId) => queryClient.prefetchQuery(trpc.executions.get.queryOptions({ executionId })))
      }
    >
      <CompareView a={a} b={b} />
    </Prefetched>
  );
}
