"use client";

import { useQuery } from "@tanstack/react-query";
import { Circle, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/shared/code-block";
import { useOrigin } from "@/components/shared/use-origin";
import { ButtonLink } from "@/components/ui/button-link";
import { useTRPC } from "@/lib/trpc";

/** What a hub that has run nothing yet needs: Claude, a first event, a look at the result. */
export function FirstSteps() {
  const trpc = useTRPC();
  const claude = useQuery(trpc.settings.claude.queryOptions());
  const events = useQuery(trpc.events.list.queryOptions({ limit: 1 }));
  const signIn = useQuery(trpc.connection.status.queryOptions());
  const isConnected = claude.data?.isConfigured === true || signIn.data?.connected === true;
  const hasEvent = (events.data?.total ?? 0) > 0;
  const origin = useOrigin();
  return (
    <section aria-label="First steps" className="max-w-[72ch]">
      <p className="mb-6 text-read">Nothing has run here yet. Three steps to the first result:</p>
      <ol className="flex flex-col">
        <Step number={1} title="Connect Claude" isDone={isConnected}>
          <p>
            Give the hub a key of the Anthropic API, or sign in. You may leave this for later: the example
            persona is a dry run, which shows what would be sent without calling a model.
          </p>
          <ButtonLink href="/settings" className="self-start">
            Open Claude settings
          </ButtonLink>
        </Step>
        <Step number={2} title="Send a first event" isDone={hasEvent}>
          <p>
            A push, as GitLab would report it. The team key is not shown here: the hub printed it when it
            started, and <code className="font-mono text-code">$TEAM_API_KEY</code> stands for it.
          </p>
          <CodeBlock label="command" text={writeCurl(origin)} />
        </Step>
        <Step number={3} title="Open the result" isDone={false}>
          <p>
            {hasEvent
              ? "The event is here. If no persona reacted, its page says why."
              : "The execution appears on this page as soon as the event arrives, without a reload."}
          </p>
          {hasEvent && (
            <ButtonLink href="/events" className="self-start">
              Open events
            </ButtonLink>
          )}
        </Step>
      </ol>
    </section>
  );
}

type StepProps = { number: number; title: string; isDone: boolean; children: ReactNode };

function Step({ number, title, isDone, children }: StepProps) {
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <li className="flex gap-3 border-line border-t py-5">
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${isDone ? "text-completed" : "text-ink-muted"}`}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <h2 className="font-semibold">
          {number}. {title}
          {isDone && <span className="font-normal text-ink-muted"> – done</span>}
        </h2>
        {children}
      </div>
    </li>
  );
}

/** A line to paste, with a payload small enough to read. */
function writeCurl(origin: string): string {
  return `curl -X POST ${origin}/api/gitlab/webhook \\
  -H "Authorization: Bearer $TEAM_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "object_kind": "push", "ref": "refs/heads/main",
    "project": {"path_with_namespace": "acme/website"},
    "commits": [{"message": "Add the pricing page", "author": {"name": "Sam"}}]
  }'`;
}
