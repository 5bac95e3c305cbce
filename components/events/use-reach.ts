"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Reach } from "@/components/events/event-columns";
import { useTRPC } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

/** What the events of a page reached, by event. */
export function useReach(events: EventOutput[] | undefined): Reach {
  const trpc = useTRPC();
  const ids = (events ?? []).map(({ id }) => id);
  const { data } = useQuery({
    ...trpc.events.reach.queryOptions({ ids }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  return data && Map.groupBy(data, ({ eventId }) => eventId ?? "");
}
