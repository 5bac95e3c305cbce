import { CircleCheck, CircleMinus } from "lucide-react";
import Link from "next/link";
import { Reasons } from "@/components/shared/reasons";
import { ButtonLink } from "@/components/ui/button-link";
import { formatCount } from "@/lib/format";
import type { ExplainedSubscription, MatchPreview } from "@/server/subscriptions/schema";

/** Which personas would react to an event, and of every subscription to its type why, or why not. */
export function MatchVerdicts({ preview }: { preview: MatchPreview }) {
  const { executions, note, subscriptions, comparedCount, otherCount } = preview;
  return (
    <div className="flex flex-col gap-3 pt-3">
      <p>
        {executions.length === 0 ? (
          <>No persona would react. </>
        ) : (
          <>
            {executions.length === 1
              ? "One persona would react: "
              : `${executions.length} personas would react: `}
            {executions.map(({ personaId, personaName }, index) => (
              <span key={personaId}>
                {index > 0 && ", "}
                <Link href={`/personas/${personaId}`} className="font-semibold underline underline-offset-2">
                  {personaName}
                </Link>
              </span>
            ))}
            .
          </>
        )}
      </p>
      {note && <p className="text-ink-muted text-table">{note}</p>}
      {subscriptions.length > 0 && (
        <ul aria-label="Subscriptions to this type" className="flex flex-col border-line border-t">
          {subscriptions.map((subscription) => (
            <Verdict key={subscription.subscriptionId} subscription={subscription} />
          ))}
        </ul>
      )}
      <p className="text-ink-muted text-table">
        {comparedCount === 0 ? "No subscription is for this type. " : null}
        {comparedCount > subscriptions.length &&
          `${formatCount(subscriptions.length)} of ${formatCount(comparedCount)} are shown. `}
        {otherCount > 0 &&
          `${formatCount(otherCount)} subscriptions to other types or personas stay out of it.`}
      </p>
      {executions.length === 0 && comparedCount === 0 && (
        <ButtonLink href="/subscriptions" className="self-start">
          Go to subscriptions
        </ButtonLink>
      )}
    </div>
  );
}

function Verdict({ subscription }: { subscription: ExplainedSubscription }) {
  const { subscriptionId, personaId, personaName, isMatch, makesExecution, checks } = subscription;
  const Icon = isMatch ? CircleCheck : CircleMinus;
  return (
    <li className="flex flex-col gap-2 border-line border-b py-2.5 text-table">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Icon aria-hidden className={isMatch ? "size-4 text-completed" : "size-4 text-cancelled"} />
        <Link href={`/personas/${personaId}`} className="font-semibold hover:underline">
          {personaName}
        </Link>
        <span>
          {isMatch
            ? makesExecution
              ? "reacts"
              : "matches too; an older subscription sets it to work"
            : "does not react"}
        </span>
        <Link
          href={`/subscriptions/${subscriptionId}`}
          className="ml-auto text-ink-muted underline underline-offset-2"
        >
          subscription
        </Link>
      </div>
      <Reasons
        label={`Why ${personaName} ${isMatch ? "reacts" : "does not react"}`}
        reasons={checks.map(({ key, isMet, text }) => ({ key, isMet, text }))}
      />
    </li>
  );
}
