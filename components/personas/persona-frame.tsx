"use client";

import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import dynamic from "next/dynamic";
import { parseAsBoolean, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { PersonaBudget } from "@/components/personas/persona-budget";
import { PersonaSwitch } from "@/components/personas/persona-switch";
import { PersonaTabs } from "@/components/personas/persona-tabs";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput } from "@/server/personas/schema";

const RunDialog = dynamic(
  () => import("@/components/executions/run-dialog").then((module) => module.RunDialog),
  {
    ssr: false,
  },
);

/** A persona's head and tabs around one of its pages. The page is drawn once the persona is known. */
export function PersonaFrame({ personaId, children }: { personaId: string; children: ReactNode }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.personas.get.queryOptions({ id: personaId }));
  if (query.data) return <PersonaHead persona={query.data}>{children}</PersonaHead>;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found") {
    return <NotThere noun="persona" id={personaId} listHref="/personas" listLabel="Personas" />;
  }
  return <ErrorState what="The persona" error={query.error} onRetry={() => void query.refetch()} />;
}

function PersonaHead({ persona, children }: { persona: PersonaOutput; children: ReactNode }) {
  const [isRunning, setRunning] = useQueryState("run", parseAsBoolean.withDefault(false));
  return (
    <>
      <PageHeader
        title={persona.name}
        back={{ href: "/personas", label: "personas" }}
        actions={
          <>
            <span className="flex items-center gap-2 text-ink-muted text-table">
              <PersonaSwitch persona={persona} />
              <span aria-hidden className="w-14">
                {persona.enabled ? "Enabled" : "Disabled"}
              </span>
            </span>
            <Button tone="primary" disabled={!persona.enabled} onClick={() => void setRunning(true)}>
              <Play aria-hidden className="size-3.5" /> Run persona
            </Button>
          </>
        }
      >
        {persona.description && <p className="max-w-[72ch] text-ink-muted">{persona.description}</p>}
        <PersonaBudget personaId={persona.id} />
      </PageHeader>
      <PersonaTabs personaId={persona.id} />
      <div className="pt-5">{children}</div>
      {isRunning && <RunDialog persona={persona} onClose={() => void setRunning(null)} />}
    </>
  );
}
