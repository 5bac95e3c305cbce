import Link from "next/link";
import { ArgsHash } from "@/components/reviews/args-hash";
import { actWords, describeConsequences, kindWords } from "@/components/reviews/consequences";
import { DueTime } from "@/components/reviews/due-time";
import { JsonView } from "@/components/shared/json-view";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import type { Decision, ReviewOutput } from "@/server/reviews/schema";

/** Who asks, how urgently, since when and until when. */
export function ReviewSummaryLine({ review }: { review: ReviewOutput }) {
  const { kind, status, severity, personaName, executionId, createdAt, dueAt, escalatedAt } = review;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-muted text-table">
      <StatusBadge kind="review" status={status} />
      <StatusBadge kind="severity" status={severity} />
      <span>{kindWords[kind]}</span>
      <span>
        {personaName} asks, <RelativeTime at={createdAt} />
      </span>
      {status === "pending" && <DueTime at={dueAt} />}
      {escalatedAt && (
        <span>
          escalated <RelativeTime at={escalatedAt} />
        </span>
      )}
      <Link href={`/executions/${executionId}`} className="text-ink underline underline-offset-2">
        Its execution
      </Link>
    </div>
  );
}

/** With `only`, what follows is told of that one answer. */
type ReviewQuestionProps = { review: ReviewOutput; only?: Decision };

/** What is asked, whole: the words, the exact arguments, the context, and what each answer leads to. */
export function ReviewQuestion({ review, only }: ReviewQuestionProps) {
  const { description, parseError, args, argsHash, editedArgs, contextData, toolName, status } = review;
  return (
    <div className="flex flex-col gap-5">
      {parseError && (
        <p className="break-words rounded-md bg-failed-tint px-3 py-2.5">
          What was asked could not be read: {parseError}
        </p>
      )}
      {description && <p className="max-w-[72ch] whitespace-pre-wrap break-words text-read">{description}</p>}
      {args !== null && (
        <Section title={toolName ? `Arguments of ${toolName}` : "Arguments"}>
          <div className="flex flex-col gap-1 pt-3">
            <JsonView text={args} label="arguments" className="max-h-96" />
            {argsHash && editedArgs === null && <ArgsHash hash={argsHash} />}
          </div>
        </Section>
      )}
      {editedArgs !== null && (
        <Section title="Edited arguments" note="These are what was approved">
          <div className="flex flex-col gap-1 pt-3">
            <JsonView text={editedArgs} label="edited arguments" className="max-h-96" />
            {argsHash && <ArgsHash hash={argsHash} />}
          </div>
        </Section>
      )}
      {contextData && (
        <Section title="Context">
          <div className="pt-3">
            <JsonView text={contextData} label="context" className="max-h-72" />
          </div>
        </Section>
      )}
      {status === "pending" && <Consequences review={review} only={only} />}
    </div>
  );
}

function Consequences({ review, only }: ReviewQuestionProps) {
  const told = describeConsequences(review).filter(({ decision }) => !only || decision === only);
  return (
    <Section title="What follows">
      <dl className="grid gap-x-4 gap-y-1.5 pt-3 text-table sm:grid-cols-[auto_minmax(0,1fr)]">
        {told.map(({ decision, words }) => (
          <div key={decision} className="contents">
            <dt className="font-semibold">{actWords[decision]}</dt>
            <dd className="break-words text-ink-muted max-sm:mb-1.5">{words}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
