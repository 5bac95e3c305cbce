"use client";

import { useQuery } from "@tanstack/react-query";
import { EndpointActions } from "@/components/endpoints/endpoint-actions";
import { EndpointFacts } from "@/components/endpoints/endpoint-facts";
import { EndpointForm } from "@/components/endpoints/endpoint-form";
import { EndpointNote } from "@/components/endpoints/endpoint-note";
import { EndpointSecrets } from "@/components/endpoints/endpoint-secrets";
import { EndpointSwitch } from "@/components/endpoints/endpoint-switch";
import { hostOf, stateOf } from "@/components/endpoints/endpoint-words";
import { MessagesLog } from "@/components/endpoints/messages-log";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { StatusBadge } from "@/components/shared/status-badge";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** One endpoint: what it was sent, how it does, what it is told of. */
export function EndpointView({ endpointId }: { endpointId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.endpoints.get.queryOptions({ id: endpointId }));
  if (query.data) return <LoadedEndpoint endpoint={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="endpoint" id={endpointId} listHref="/webhooks/endpoints" listLabel="Endpoints" />;
  return <ErrorState what="The endpoint" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedEndpoint({ endpoint }: { endpoint: EndpointOutput }) {
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{hostOf(endpoint)}</span>}
        back={{ href: "/webhooks/endpoints", label: "endpoints" }}
        actions={<EndpointActions endpoint={endpoint} />}
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <EndpointSwitch endpoint={endpoint} />
          <StatusBadge kind="endpoint" status={stateOf(endpoint)} />
          <span className="min-w-0 break-all text-ink-muted">{endpoint.description ?? endpoint.url}</span>
        </div>
      </PageHeader>
      <EndpointNote endpoint={endpoint} />
      <div className="grid gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <MessagesLog endpoint={endpoint} />
        <div className="flex min-w-0 max-w-xl flex-col gap-8">
          <EndpointFacts endpoint={endpoint} />
          <EndpointForm key={endpoint.id} endpoint={endpoint} />
          <EndpointSecrets endpoint={endpoint} />
        </div>
      </div>
    </>
  );
}
