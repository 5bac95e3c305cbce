import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { PromptPage } from "@/components/personas/prompt-page";

export const metadata: Metadata = { title: "Prompt" };

type PageProps = { params: Promise<{ personaId: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: PageProps) {
  const { personaId } = await params;
  const { event } = await searchParams;
  const query = { personaId, ...(typeof event === "string" ? { eventId: event } : {}) };
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.events.previewPrompt.queryOptions(query)),
        queryClient.prefetchQuery(trpc.events.list.queryOptions({ limit: 50 })),
      ]}
    >
      <PromptPage personaId={personaId} />
    </Prefetched>
  );
}
