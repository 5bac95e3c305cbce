import Link from "next/link";
import { hrefOf, nameFunction } from "@/components/engine/run-words";
import { Fact, Facts } from "@/components/shared/facts";
import { Duration, Figure } from "@/components/shared/figures";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import type { EngineRunDetail, Subject } from "@/server/engine/schema";

/** What is known of a run beside its steps. */
export function RunFacts({ run }: { run: EngineRunDetail }) {
  return (
    <Section title="Facts">
      <Facts>
        <Fact name="Function">
          <Link
            href={`/settings/engine?function=${encodeURIComponent(run.functionId)}`}
            className="font-mono text-code underline underline-offset-2"
          >
            {nameFunction(run.functionId)}
          </Link>
        </Fact>
        <Fact name="About">{run.subject && <SubjectLink subject={run.subject} />}</Fact>
        <Fact name="Event">
          <Link
            href={`/settings/engine?q=${encodeURIComponent(run.eventId)}`}
            className="break-all font-mono text-code underline underline-offset-2"
          >
            {run.eventName ?? run.eventId}
          </Link>
        </Fact>
        <Fact name="Started by">
          {run.parentRunId && (
            <Link
              href={`/settings/engine/${run.parentRunId}`}
              className="break-all font-mono text-code underline underline-offset-2"
            >
              {run.parentRunId}
            </Link>
          )}
        </Fact>
        <Fact name="Steps">
          <Figure>{run.stepCount}</Figure>
        </Fact>
        <Fact name="Created">
          <ExactTime at={run.createdAt} />
        </Fact>
        <Fact name="Ended">{run.endedAt && <ExactTime at={run.endedAt} />}</Fact>
        <Fact name="Took">
          {run.endedAt && <Duration ms={Date.parse(run.endedAt) - Date.parse(run.createdAt)} />}
        </Fact>
      </Facts>
    </Section>
  );
}

function SubjectLink({ subject }: { subject: Subject }) {
  const href = hrefOf(subject);
  const text = <span className="break-all font-mono text-code">{subject.id}</span>;
  if (!href) return text;
  return (
    <Link href={href} className="underline underline-offset-2">
      {text}
    </Link>
  );
}
