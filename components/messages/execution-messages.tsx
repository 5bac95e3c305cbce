"use client";

import { useQuery } from "@tanstack/react-query";
import { MessageLines } from "@/components/messages/message-lines";
import { Section } from "@/components/shared/section";
import { useTRPC } from "@/lib/trpc";

const shown = 20;

/** What an execution told people. Left out when it told nothing. */
export function ExecutionMessages({ executionId }: { executionId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.messages.list.queryOptions({ executionId, limit: shown }));
  if (!data || data.total === 0) return null;
  return (
    <Section title="Messages" note={data.total > shown ? `the latest ${shown} of ${data.total}` : data.total}>
      <MessageLines messages={data.items} hasPersona={false} />
    </Section>
  );
}
