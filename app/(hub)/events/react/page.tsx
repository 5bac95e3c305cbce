import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ReactView } from "@/components/events/react-view";

export const metadata: Metadata = { title: "Who reacts" };

export default function Page() {
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.events.seenTypes.queryOptions()),
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <ReactView />
    </Prefetched>
  );
}
