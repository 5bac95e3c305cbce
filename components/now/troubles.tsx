"use client";

import { useQuery } from "@tanstack/react-query";
import { AlarmClockOff, ArchiveX, BellOff, EarOff, Layers, type LucideIcon, ServerOff } from "lucide-react";
import Link from "next/link";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { Trouble } from "@/server/system/schema";

type Look = { icon: LucideIcon; word: string; place: string; list: string; all: string };

const looks: Record<Trouble["kind"], Look> = {
  dead_letter: {
    icon: ArchiveX,
    word: "Dead letter",
    place: "/events/",
    list: "/events?status=dead_letter",
    all: "dead letters",
  },
  subscription: {
    icon: EarOff,
    word: "Subscription disabled",
    place: "/subscriptions/",
    list: "/subscriptions?state=off",
    all: "disabled subscriptions",
  },
  trigger: {
    icon: AlarmClockOff,
    word: "Trigger in trouble",
    place: "/triggers/",
    list: "/triggers?health=degraded",
    all: "triggers in trouble",
  },
  endpoint: {
    icon: BellOff,
    word: "Endpoint failing",
    place: "/webhooks/endpoints/",
    list: "/webhooks/endpoints",
    all: "failing endpoints",
  },
  worker: {
    icon: ServerOff,
    word: "No worker",
    place: "/executions/",
    list: "/workers",
    all: "workers",
  },
  queue: {
    icon: Layers,
    word: "Queue",
    place: "/executions/",
    list: "/executions?status=queued",
    all: "that wait",
  },
};

/** What has stopped working and will not mend itself, each with the reason and the place to act. Left out while all is well. */
export function Troubles() {
  const trpc = useTRPC();
  const { data: troubles = [] } = useQuery({
    ...trpc.system.troubles.queryOptions(),
    refetchInterval: 30_000,
  });
  if (troubles.length === 0) return null;
  const crowded = [...new Map(troubles.map((trouble) => [trouble.kind, trouble])).values()].filter(
    ({ kind, count }) => count > troubles.filter((other) => other.kind === kind).length,
  );
  return (
    <Section title="Needs a look">
      <ul>
        {troubles.map((trouble) => (
          <TroubleLine key={`${trouble.kind} ${trouble.id}`} trouble={trouble} />
        ))}
      </ul>
      {crowded.map(({ kind, count }) => (
        <Link
          key={kind}
          href={looks[kind].list}
          className="mr-4 inline-block py-2 text-table underline underline-offset-2"
        >
          All {formatCount(count)} {looks[kind].all}
        </Link>
      ))}
    </Section>
  );
}

function TroubleLine({ trouble: { kind, id, title, reason, at } }: { trouble: Trouble }) {
  const { icon: Icon, word, place } = looks[kind];
  return (
    <li className="row-appear flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5 text-table">
      <span className="inline-flex h-[22px] shrink-0 items-center gap-1.5 rounded-md bg-failed-tint px-1.5 text-label">
        <Icon aria-hidden className="size-3.5 text-failed" />
        {word}
      </span>
      <Link href={`${place}${id}`} prefetch={false} className="break-all font-semibold hover:underline">
        {title}
      </Link>
      {reason && (
        <span title={reason} className="min-w-0 flex-1 basis-48 truncate text-ink-muted">
          {reason}
        </span>
      )}
      <span className="ml-auto text-ink-muted">
        <RelativeTime at={at} />
      </span>
    </li>
  );
}
