"use client";

import { useQuery } from "@tanstack/react-query";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { DeleteTool } from "@/components/tools/delete-tool";
import { ToolForm } from "@/components/tools/tool-form";
import { readFailure } from "@/lib/failure";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { DefinitionOutput } from "@/server/tools/schema";

/** One tool definition. */
export function ToolView({ toolId }: { toolId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.tools.get.queryOptions({ id: toolId }));
  if (query.data) return <LoadedTool tool={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="tool" id={toolId} listHref="/tools" listLabel="Tools" />;
  return <ErrorState what="The tool" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedTool({ tool }: { tool: DefinitionOutput }) {
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{tool.name}</span>}
        back={{ href: "/tools", label: "tools" }}
        actions={<DeleteTool tool={tool} />}
      >
        {tool.description && <p className="max-w-[72ch] text-ink-muted">{tool.description}</p>}
      </PageHeader>
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,40rem)_minmax(0,1fr)]">
        <ToolForm key={tool.id} tool={tool} />
        <Section title="Facts" className="max-w-xl">
          <Facts>
            <Fact name="To models">
              <span className="font-mono text-code">{tool.toolName}</span>
            </Fact>
            <Fact name="Runs">{tool.scriptPath ? "On workers" : "In the hub"}</Fact>
            <Fact name="Held by">
              <Figure>{formatCount(tool.personaCount)}</Figure>{" "}
              {tool.personaCount === 1 ? "persona" : "personas"}
            </Fact>
            <Fact name="Id">
              <span className="font-mono text-code">{tool.id}</span>
            </Fact>
            <Fact name="Created">
              <ExactTime at={tool.createdAt} />
            </Fact>
            <Fact name="Changed">
              <ExactTime at={tool.updatedAt} />
            </Fact>
          </Facts>
        </Section>
      </div>
    </>
  );
}
