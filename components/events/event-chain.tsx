"use client";

import { useQuery } from "@tanstack/react-query";
import { CornerDownRight, RotateCcw, UserRound, Zap } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { cn } from "@/lib/cn";
import { useTRPC } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

/** What led to an event and what it led to, as a chain of events and the executions between. Nothing for one that stands alone. */
export function EventChain({ event }: { event: EventOutput }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.events.chain.queryOptions({ id: event.id }));
  const isAlone = !data || data.causes.length + data.effects.length + data.replays.length === 0;
  if (isAlone && !event.replayOfEventId) return null;
  const causes = data?.causes ?? [];
  const depth = causes.length;
  return (
    <Section title="Chain" note={event.hopCount > 0 ? `hop ${event.hopCount}` : undefined}>
      <ol aria-label="What led to it, and what it led to" className="flex flex-col gap-1 pt-3 text-table">
        {event.replayOfEventId && (
          <ChainLine depth={0} icon={<RotateCcw aria-hidden className="size-3.5" />}>
            A replay of <EventLink id={event.replayOfEventId}>{event.replayOfEventId}</EventLink>
          </ChainLine>
        )}
        {causes.map((cause, index) => (
          <ChainLine key={cause.executionId} depth={index} icon={<Zap aria-hidden className="size-3.5" />}>
            {cause.eventId ? (
              <EventLink id={cause.eventId}>{cause.eventType ?? cause.eventId}</EventLink>
            ) : (
              "Started by hand"
            )}
            <span className="inline-flex items-center gap-1 text-ink-muted">
              <UserRound aria-hidden className="size-3.5" />
              <Link href={`/executions/${cause.executionId}`} className="underline underline-offset-2">
                {cause.personaName}
              </Link>
            </span>
          </ChainLine>
        ))}
        <ChainLine depth={depth} isCurrent icon={<Zap aria-hidden className="size-3.5 text-ink" />}>
          <span className="font-mono font-semibold text-code">{event.eventType}</span>
          <span className="text-ink-muted">this event</span>
        </ChainLine>
        {data?.effects.map((effect) => (
          <ChainLine key={effect.id} depth={depth + 1} icon={<Zap aria-hidden className="size-3.5" />}>
            <EventLink id={effect.id}>{effect.eventType}</EventLink>
            <span className="text-ink-muted">by {effect.personaName}</span>
            <StatusBadge kind="event" status={effect.status} />
          </ChainLine>
        ))}
        {data?.replays.map((replay) => (
          <ChainLine key={replay.id} depth={depth + 1} icon={<RotateCcw aria-hidden className="size-3.5" />}>
            <EventLink id={replay.id}>{replay.id}</EventLink>
            <span className="text-ink-muted">its replay</span>
            <StatusBadge kind="event" status={replay.status} />
          </ChainLine>
        ))}
      </ol>
    </Section>
  );
}

type ChainLineProps = { depth: number; icon: ReactNode; isCurrent?: boolean; children: ReactNode };

/** One link of the chain, moved in by how far it is from the beginning; beyond six steps no further. */
function ChainLine({ depth, icon, isCurrent, children }: ChainLineProps) {
  return (
    <li
      aria-current={isCurrent || undefined}
      style={{ paddingLeft: Math.min(depth, 6) * 20 }}
      className="flex min-h-7 items-start gap-1.5 text-ink-muted"
    >
      {depth > 0 && <CornerDownRight aria-hidden className="mt-1 size-3.5 shrink-0" />}
      <span
        className={cn(
          "flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 rounded-md px-1.5 py-0.5 text-ink",
          isCurrent && "bg-selected",
        )}
      >
        <span className="text-ink-muted">{icon}</span>
        {children}
      </span>
    </li>
  );
}

function EventLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link href={`/events/${id}`} className="break-all font-mono text-code underline underline-offset-2">
      {children}
    </Link>
  );
}
