"use client";

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTimeZone } from "@/components/shared/clock";
import { Figure } from "@/components/shared/figures";
import type { StatusTone } from "@/components/shared/status-looks";
import { toneInk } from "@/components/shared/tones";
import { cn } from "@/lib/cn";
import { formatExact } from "@/lib/dates";
import { formatDuration } from "@/lib/format";

export type Moment = {
  key: string;
  icon: LucideIcon;
  tone: StatusTone;
  title: ReactNode;
  /** ISO; null for what has no time of its own. */
  at: string | null;
  /** What there is to say beside the title: names, links, a reason. */
  note?: ReactNode;
};

/** What happened, in order: when it began, and how long after that the rest came. `label` names it for readers. */
export function Timeline({ label, moments }: { label: string; moments: Moment[] }) {
  const start = moments.find(({ at }) => at !== null)?.at ?? null;
  return (
    <ol aria-label={label} className="flex flex-col pt-3 text-table">
      {moments.map(({ key, icon: Icon, tone, title, at, note }, index) => (
        <li key={key} className="row-appear relative flex gap-3 pb-4 last:pb-0">
          {index < moments.length - 1 && (
            <span aria-hidden className="absolute top-6 bottom-0 left-[9.5px] w-px bg-line" />
          )}
          <span aria-hidden className="grid size-5 shrink-0 place-items-center">
            <Icon className={cn("size-4", toneInk[tone])} strokeWidth={1.75} />
          </span>
          <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <span className="min-w-0 flex-1 basis-40">{title}</span>
            {at && <MomentTime at={at} start={start} isFirst={index === 0} />}
            {note && <div className="w-full min-w-0 break-words text-ink-muted">{note}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function MomentTime({ at, start, isFirst }: { at: string; start: string | null; isFirst: boolean }) {
  const zone = useTimeZone();
  const moment = Date.parse(at);
  const exact = formatExact(moment, zone);
  const sinceMs = start === null ? 0 : Math.max(0, moment - Date.parse(start));
  return (
    <time dateTime={at} title={exact} className="text-ink-muted">
      {isFirst ? exact : <Figure>+{formatDuration(sinceMs)}</Figure>}
    </time>
  );
}
