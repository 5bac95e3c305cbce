"use client";

import { useQuery } from "@tanstack/react-query";
import { History, Play, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { Section } from "@/components/shared/section";
import { Firings } from "@/components/triggers/firings";
import { TriggerFacts } from "@/components/triggers/trigger-facts";
import { TriggerForm } from "@/components/triggers/trigger-form";
import { TriggerSwitch } from "@/components/triggers/trigger-switch";
import { useTriggerActs } from "@/components/triggers/use-trigger-acts";
import { describeTrigger, nameTrigger, typeWords } from "@/components/triggers/words";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { TriggerOutput } from "@/server/triggers/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);
const BackfillDialog = dynamic(
  () => import("@/components/triggers/backfill-dialog").then((module) => module.BackfillDialog),
  { ssr: false },
);

/** One trigger: when it fires next, what became of its firings, and its settings. */
export function TriggerView({ triggerId }: { triggerId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.triggers.get.queryOptions({ id: triggerId }));
  if (query.data) return <LoadedTrigger trigger={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found") {
    return <NotThere noun="trigger" id={triggerId} listHref="/triggers" listLabel="Triggers" />;
  }
  return <ErrorState what="The trigger" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedTrigger({ trigger }: { trigger: TriggerOutput }) {
  const router = useRouter();
  const { remove, run } = useTriggerActs();
  const [isBackfilling, setBackfilling] = useQueryState(
    "backfill",
    clientParsers.parseAsBoolean.withDefault(false),
  );
  const [isDeleting, setDeleting] = useState(false);
  const { id, healthStatus, healthMessage, triggerType, personaId, personaName } = trigger;
  return (
    <>
      <PageHeader
        title={nameTrigger(trigger)}
        back={{ href: "/triggers", label: "triggers" }}
        actions={
          <>
            <Button disabled={run.isPending} onClick={() => run.mutate({ id })}>
              <Play aria-hidden className="size-3.5" /> Run now
            </Button>
            {triggerType === "schedule" && (
              <Button onClick={() => void setBackfilling(true)}>
                <History aria-hidden className="size-3.5" /> Backfill
              </Button>
            )}
            <Button size="icon" aria-label="Delete trigger" onClick={() => setDeleting(true)}>
              <Trash2 aria-hidden className="size-3.5" />
            </Button>
          </>
        }
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <span className="inline-flex items-center gap-2">
            <TriggerSwitch trigger={trigger} />
            {trigger.enabled ? "On" : "Paused"}
          </span>
          <span>{typeWords[triggerType].label}</span>
          {trigger.name && (
            <span className="font-mono text-code text-ink-muted">{describeTrigger(trigger)}</span>
          )}
          <Link href={`/personas/${personaId}/listens-to`} className="underline underline-offset-2">
            {personaName}
          </Link>
        </div>
      </PageHeader>
      {healthStatus === "degraded" && (
        <p role="status" className="mb-5 rounded-md bg-failed-tint px-3 py-2.5">
          {healthMessage}
        </p>
      )}
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Firings triggerId={id} />
        <TriggerFacts trigger={trigger} />
      </div>
      <Section title="Settings" className="mt-8">
        <div className="pt-4">
          <TriggerForm key={id} trigger={trigger} />
        </div>
      </Section>
      {isBackfilling && <BackfillDialog triggerId={id} onClose={() => void setBackfilling(null)} />}
      {isDeleting && (
        <ConfirmDialog
          title={`Delete ${nameTrigger(trigger)}?`}
          act="Delete trigger"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id }, { onSuccess: () => router.push("/triggers") })}
          onClose={() => setDeleting(false)}
        >
          It fires no more, and its history goes with it. What it has set off stays.
        </ConfirmDialog>
      )}
    </>
  );
}
