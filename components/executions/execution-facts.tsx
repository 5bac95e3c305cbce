"use client";

import Link from "next/link";
import { ExecutionAttempts } from "@/components/executions/execution-attempts";
import { ExecutionEvents } from "@/components/executions/execution-events";
import { ExecutionFlows } from "@/components/executions/execution-flows";
import { ExecutionOutcome } from "@/components/executions/execution-outcome";
import { ExecutionReviews } from "@/components/executions/execution-reviews";
import { TimeFacts } from "@/components/executions/time-facts";
import { TokenFacts } from "@/components/executions/token-facts";
import { ExecutionMemories } from "@/components/memories/execution-memories";
import { ExecutionMessages } from "@/components/messages/execution-messages";
import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { JsonView } from "@/components/shared/json-view";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { cn } from "@/lib/cn";
import type { ExecutionDetail } from "@/server/executions/schema";

/** What is known of an execution beside its output. */
export function ExecutionFacts({ execution, className }: { execution: ExecutionDetail; className?: string }) {
  return (
    <div className={cn("flex min-w-0 flex-col gap-6", className)}>
      <Section title="Facts">
        <Facts>
          <Fact name="Id">
            <span className="inline-flex max-w-full items-center gap-1">
              <span className="truncate font-mono text-code">{execution.id}</span>
              <span className="-my-2 -mr-2">
                <CopyButton text={execution.id} what="execution id" />
              </span>
            </span>
          </Fact>
          <Fact name="Persona">
            {execution.personaId === "manual" ? (
              "None"
            ) : (
              <Link href={`/personas/${execution.personaId}`} className="underline underline-offset-2">
                {execution.personaName}
              </Link>
            )}
          </Fact>
          <Fact name="Runtime">{execution.runtime}</Fact>
          <Fact name="Model">{execution.modelUsed && <Figure>{execution.modelUsed}</Figure>}</Fact>
          <Fact name="Version">
            {execution.personaVersion === null ? null : (
              <Link
                href={`/personas/${execution.personaId}/versions?to=${execution.personaVersion}`}
                className="underline underline-offset-2"
              >
                {execution.personaVersion}
              </Link>
            )}
          </Fact>
          <Fact name="Prompt">
            {execution.promptHash && (
              <span title={`SHA-256 of the prompt: ${execution.promptHash}`}>
                <Figure>{execution.promptHash.slice(0, 12)}</Figure>
              </span>
            )}
          </Fact>
          <Fact name="Created">
            <ExactTime at={execution.createdAt} />
          </Fact>
          <Fact name="Ended">{execution.completedAt && <ExactTime at={execution.completedAt} />}</Fact>
          <Fact name="Not before">{execution.notBefore && <ExactTime at={execution.notBefore} />}</Fact>
          <Fact name="Trigger">
            {execution.triggerId && (
              <IdLink href={`/triggers/${execution.triggerId}`} id={execution.triggerId} />
            )}
          </Fact>
          <Fact name="Subscription">
            {execution.subscriptionId && (
              <IdLink href={`/subscriptions/${execution.subscriptionId}`} id={execution.subscriptionId} />
            )}
          </Fact>
        </Facts>
      </Section>
      {execution.startedAt && <TimeFacts timings={execution.phaseTimings} />}
      <ExecutionOutcome execution={execution} />
      <ExecutionReviews executionId={execution.id} />
      <ExecutionMessages executionId={execution.id} />
      <ExecutionMemories executionId={execution.id} />
      <ExecutionEvents executionId={execution.id} />
      <ExecutionAttempts execution={execution} />
      {execution.inputTokens + execution.outputTokens > 0 && <TokenFacts execution={execution} />}
      <ExecutionFlows text={execution.executionFlows} />
      {execution.inputData && (
        <Section title="Input">
          <div className="pt-3">
            <JsonView text={execution.inputData} label="input" className="max-h-96" />
          </div>
        </Section>
      )}
    </div>
  );
}

function IdLink({ href, id }: { href: string; id: string }) {
  return (
    <Link href={href} className="break-all font-mono text-code underline underline-offset-2">
      {id}
    </Link>
  );
}
