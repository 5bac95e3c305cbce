"use client";

import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { DueTime } from "@/components/endpoints/due-time";
import { MessageAttempts } from "@/components/endpoints/message-attempts";
import { MessageFacts } from "@/components/endpoints/message-facts";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { JsonView } from "@/components/shared/json-view";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { MessageOutput } from "@/server/endpoints/schema";

type Ids = { endpointId: string; messageId: string };

/** One message to an endpoint: what it says, and how each attempt at it went. */
export function MessageView({ endpointId, messageId }: Ids) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.endpoints.getMessage.queryOptions({ id: messageId }),
    // An attempt that begins is told to nobody.
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? 2_000 : false),
  });
  if (query.data) return <LoadedMessage message={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  const listHref = `/webhooks/endpoints/${endpointId}`;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="message" id={messageId} listHref={listHref} listLabel="Its endpoint" />;
  return <ErrorState what="The message" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedMessage({ message }: { message: MessageOutput }) {
  const { resend } = useEndpointActs();
  const { id, type, status, endpointId, errorMessage } = message;
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{type}</span>}
        back={{ href: `/webhooks/endpoints/${endpointId}`, label: "its endpoint" }}
        actions={
          status !== "pending" && (
            <Button disabled={resend.isPending} onClick={() => resend.mutate({ id })}>
              <RotateCw aria-hidden className="size-3.5" /> Resend
            </Button>
          )
        }
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <StatusBadge kind="message" status={status} />
          <Progress message={message} />
          <span className="text-ink-muted">
            <RelativeTime at={message.createdAt} />
          </span>
        </div>
      </PageHeader>
      {errorMessage && (
        <p className="mb-5 break-words rounded-md bg-failed-tint px-3 py-2.5">{errorMessage}</p>
      )}
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <MessageAttempts message={message} />
          <Section title="Body">
            <div className="pt-3">
              <JsonView text={message.body} label="message body" className="max-h-120" />
            </div>
          </Section>
        </div>
        <MessageFacts message={message} />
      </div>
    </>
  );
}

/** How far a message on its way has got. */
function Progress({
  message: { status, roundCount, mostAttempts, nextAttemptAt, attempts },
}: {
  message: MessageOutput;
}) {
  if (status !== "pending" || nextAttemptAt === null) return null;
  const last = attempts.at(-1);
  const isUnderWay = last !== undefined && last.statusCode === null && last.errorMessage === null;
  const next = Math.min(roundCount + (isUnderWay ? 0 : 1), mostAttempts);
  return (
    <span className="inline-flex items-center gap-2">
      {/* The words beside it say the same. */}
      <span aria-hidden className="flex gap-0.5">
        {Array.from({ length: mostAttempts }, (_, place) => place).map((place) => (
          <span
            key={place}
            className={cn("h-2.5 w-1.5 rounded-md", place < roundCount ? "bg-ink-muted" : "bg-line-strong")}
          />
        ))}
      </span>
      <span>
        Attempt {next} of {mostAttempts} {isUnderWay ? "is under way" : <DueTime at={nextAttemptAt} />}
      </span>
    </span>
  );
}
