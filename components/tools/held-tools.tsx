"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { effectWords, policyOptions, sourceWords } from "@/components/tools/tool-words";
import { useToolActs } from "@/components/tools/use-tool-acts";
import { Segments } from "@/components/ui/segments";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { HeldToolOutput } from "@/server/tools/schema";

/** Every tool a persona holds in the hub, with what it may do with it: use it, ask first, or leave it. */
export function HeldTools({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.tools.held.queryOptions({ personaId }));
  return (
    <Section title="Tools it holds" note="What asks waits for a person to approve the very call.">
      {query.error && !query.data && (
        <ErrorState what="Tools" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {!query.data && !query.error && (
        <div aria-busy className="flex flex-col gap-3 pt-3">
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-10 w-full" />
        </div>
      )}
      <ul>
        {query.data?.map((tool) => (
          <HeldToolRow key={tool.name} personaId={personaId} tool={tool} />
        ))}
      </ul>
    </Section>
  );
}

function HeldToolRow({ personaId, tool }: { personaId: string; tool: HeldToolOutput }) {
  const { setPolicies } = useToolActs();
  const { name, description, source, origin, policy, usualPolicy, effect } = tool;
  const shown = setPolicies.isPending ? (setPolicies.variables.policies[name] ?? usualPolicy) : policy;
  const choose = (next: HeldToolOutput["policy"]) =>
    setPolicies.mutate({ personaId, policies: { [name]: next === usualPolicy ? null : next } });
  const isForeign = source === "mcp" && origin !== null;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-line border-b py-2 text-table">
      <div className="min-w-0 flex-1 basis-64">
        <p className="break-words font-mono font-semibold text-code">{name}</p>
        <p className="line-clamp-2 text-ink-muted">{description}</p>
        <p className="text-ink-muted text-label">
          {isForeign ? `${sourceWords.mcp} · ${origin}` : sourceWords[source]}
          {source !== "protocol" && ` · ${effectWords[effect]}`}
        </p>
      </div>
      <Segments label={`Policy of ${name}`} value={shown} onValue={choose} options={policyOptions} />
    </li>
  );
}
