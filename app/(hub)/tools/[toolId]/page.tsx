import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ToolView } from "@/components/tools/tool-view";

export const metadata: Metadata = { title: "Tool" };

export default async function Page({ params }: { params: Promise<{ toolId: string }> }) {
  const { toolId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.tools.get.queryOptions({ id: toolId })),
      ]}
    >
      <ToolView toolId={toolId} />
    </Prefetched>
  );
}
