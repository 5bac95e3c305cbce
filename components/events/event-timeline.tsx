"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { auditLooks } from "@/components/events/audit-looks";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { type Moment, Timeline } from "@/components/shared/timeline";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { EventAudit, EventOutput } from "@/server/events/schema";

type Step = EventAudit["audit"][number];

/** An event that reached hundreds of personas has as many steps; the rest waits behind a button. */
const firstShown = 40;
/** Words that lead on to whom or what the step is about. */
const isPreposition = / (to|for|by|as|of)$/;

/** What became of an event, step by step, each with links to what it is about. */
export function EventTimeline({ event }: { event: EventOutput }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.events.audit.queryOptions({ id: event.id }));
  const [isAll, setAll] = useState(false);
  const steps = query.data?.audit ?? [];
  const shown = isAll ? steps : steps.slice(0, firstShown);
  return (
    <Section title="Timeline">
      {query.error && !query.data && (
        <ErrorState what="The timeline" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {!query.data && !query.error && <Skeleton className="mt-3 h-24 w-full" />}
      {query.data && (
        <Timeline label="What became of it" moments={shown.map((step) => toMoment(step, event))} />
      )}
      {steps.length > shown.length && (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show all {steps.length} steps
        </Button>
      )}
    </Section>
  );
}

function toMoment(step: Step, event: EventOutput): Moment {
  const { word, icon, tone } = auditLooks[step.action];
  const about = describeAbout(step);
  return {
    key: step.id,
    icon,
    tone,
    at: step.createdAt,
    title: (
      <>
        {word}
        {about && (isPreposition.test(word) ? " " : " · ")}
        {about}
      </>
    ),
    note: step.action === "received" ? describeReceipt(event) : <StepNote step={step} />,
  };
}

/** Whom or what a step is about: a persona by its execution, or another event. */
function describeAbout(step: Step): ReactNode {
  if ((step.action === "replayed" || step.action === "replay_of") && step.detail)
    return <StepLink href={`/events/${step.detail}`}>{step.detail}</StepLink>;
  if (step.executionId)
    return (
      <StepLink href={`/executions/${step.executionId}`} isName={step.personaName !== null}>
        {step.personaName ?? step.executionId}
      </StepLink>
    );
  if (step.personaId) return <StepLink href={`/personas/${step.personaId}`}>{step.personaId}</StepLink>;
  return null;
}

function StepNote({ step }: { step: Step }): ReactNode {
  const isOther = step.action === "replayed" || step.action === "replay_of";
  const detail = isOther ? null : step.detail;
  if (!detail && !step.subscriptionId) return null;
  return (
    <>
      {detail}
      {detail && step.subscriptionId && " · "}
      {step.subscriptionId && (
        <Link href={`/subscriptions/${step.subscriptionId}`} className="underline underline-offset-2">
          subscription
        </Link>
      )}
    </>
  );
}

type StepLinkProps = { href: string; isName?: boolean; children: ReactNode };

function StepLink({ href, isName, children }: StepLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={`break-all underline decoration-line-strong underline-offset-2 ${isName ? "font-semibold" : "font-mono text-code"}`}
    >
      {children}
    </Link>
  );
}

function describeReceipt({ sourceType, sourceId }: EventOutput): string {
  return `from ${sourceType}${sourceId ? `, ${sourceId}` : ""}`;
}
