import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { toLanesQuery, windowNames } from "@/components/events/lane-windows";
import { LanesView } from "@/components/events/lanes-view";

const loadWindow = nuqs.createLoader({ window: nuqs.parseAsStringLiteral(windowNames).withDefault("1h") });

export const metadata: Metadata = { title: "Lanes" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const { window: name } = await loadWindow(searchParams);
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.events.lanes.queryOptions(toLanesQuery(name, Date.now()))),
      ]}
    >
      <LanesView />
    </Prefetched>
  );
}
