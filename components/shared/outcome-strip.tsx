import Link from "next/link";
import type { StatusTone } from "@/components/shared/status-looks";
import { toneFill } from "@/components/shared/tones";
import { cn } from "@/lib/cn";

export type Outcome = {
  key: string;
  tone: StatusTone /** "Failed, 3 min ago" */;
  title: string;
  href?: string;
};
type OutcomeStripProps = { /** "Last 20 fires: 18 fired, 2 failed" */ label: string; outcomes: Outcome[] };

/** The latest outcomes side by side, oldest left. Failures stand taller, so that colour is not all that tells them. */
export function OutcomeStrip({ label, outcomes }: OutcomeStripProps) {
  return (
    <ul aria-label={label} title={label} className="flex h-5 items-end gap-0.5">
      {outcomes.map(({ key, tone, title, href }) => (
        <li key={key} className="flex h-full items-end" title={title}>
          {href ? (
            <Link href={href} prefetch={false} aria-label={title} className="flex h-full items-end">
              <Mark tone={tone} />
            </Link>
          ) : (
            <>
              <span className="sr-only">{title}</span>
              <Mark tone={tone} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Mark({ tone }: { tone: StatusTone }) {
  return (
    <span
      aria-hidden
      className={cn("block w-1.5 rounded-md", toneFill[tone], tone === "failed" ? "h-full" : "h-2.5")}
    />
  );
}
