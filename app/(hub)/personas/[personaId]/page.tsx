import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { PromptPage } from "@/components/personas/prompt-page";

export const metadata: Metadata = { title: "Prompt" };

type PageProps = { params: Promise<{ personaId: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: PageProps) {
  const { personaId } = await params;
  const { event, version } = await searchParams;
  const at =
    typeof version === "string" && /^[1-9]\d{0,5}$/.test(version) ? { version: Number(version) } : {};
  const query = { personaId, ...(typeof event === "string" ? { eventId: event } : {}), ...at };
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.events.previewPrompt.queryOptions(query)),
        queryClient.prefetchQuery(trpc.designs.validate.queryOptions({ id: personaId, ...at })),
        queryClient.prefetchQuery(trpc.events.list.queryOptions({ limit: 50 })),
      ]}
    >
      <PromptPage personaId={personaId} />
    </Prefetched>
  );
}
