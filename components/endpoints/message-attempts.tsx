import { CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { Duration, Figure } from "@/components/shared/figures";
import { Section } from "@/components/shared/section";
import { type Moment, Timeline } from "@/components/shared/timeline";
import type { AttemptOutput, MessageOutput } from "@/server/endpoints/schema";

/** Every attempt at a message: the answer, how long it took, what came back. */
export function MessageAttempts({ message: { attempts, attemptCount } }: { message: MessageOutput }) {
  const left = attemptCount - attempts.length;
  return (
    <Section
      title="Attempts"
      note={left > 0 ? `the latest ${attempts.length} of ${attemptCount}` : undefined}
    >
      {attempts.length === 0 ? (
        <p className="py-4 text-ink-muted text-table">The first one is about to be made.</p>
      ) : (
        <Timeline label="Attempts" moments={attempts.map(toMoment)} />
      )}
    </Section>
  );
}

function toMoment(attempt: AttemptOutput): Moment {
  const { attempt: number, statusCode, errorMessage, createdAt } = attempt;
  const base = { key: String(number), at: createdAt };
  if (errorMessage !== null)
    return {
      ...base,
      icon: CircleX,
      tone: "failed",
      title: `Attempt ${number}: ${errorMessage}`,
      note: <Answer attempt={attempt} />,
    };
  if (statusCode === null)
    return { ...base, icon: LoaderCircle, tone: "running", title: `Attempt ${number} is under way` };
  return {
    ...base,
    icon: CircleCheck,
    tone: "completed",
    title: (
      <>
        Attempt {number}: answered <Figure>{statusCode}</Figure>
      </>
    ),
    note: <Answer attempt={attempt} />,
  };
}

function Answer({ attempt: { durationMs, response } }: { attempt: AttemptOutput }) {
  return (
    <div className="flex flex-col gap-1">
      <span>
        Took <Duration ms={durationMs} />
      </span>
      {response !== null && (
        <details>
          <summary className="w-fit cursor-pointer rounded-md py-1">What came back</summary>
          <pre className="mt-1 max-h-60 overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-sunken p-3 font-mono text-code text-ink">
            {response}
          </pre>
        </details>
      )}
    </div>
  );
}
