"use client";

import { useQuery } from "@tanstack/react-query";
import { GivenList } from "@/components/tools/given-list";
import { useToolActs } from "@/components/tools/use-tool-acts";
import { useTRPC } from "@/lib/trpc";

/** The tool definitions a persona is given. */
export function GivenTools({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const { link, unlink } = useToolActs();
  const query = useQuery(trpc.tools.listLinked.queryOptions({ personaId }));
  const { data: all } = useQuery(trpc.tools.list.queryOptions({ limit: 500, offset: 0 }));
  const data = query.data?.map(({ id, name, scriptPath }) => ({
    id,
    name,
    note: scriptPath ? "On workers" : "In the hub",
  }));
  return (
    <GivenList
      title="Definitions"
      noun="tool"
      given={{ data, error: query.error, refetch: query.refetch }}
      all={all?.items ?? []}
      makeHref="/tools?new=true"
      hrefOf={(id) => `/tools/${id}`}
      isPending={link.isPending || unlink.isPending}
      onAdd={(toolId) => link.mutate({ personaId, toolId })}
      onRemove={(toolId) => unlink.mutate({ personaId, toolId })}
    />
  );
}
