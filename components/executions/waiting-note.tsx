import { Eye, type LucideIcon, Server, Wallet } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { toneInk, toneTint } from "@/components/shared/tones";
import { cn } from "@/lib/cn";
import type { ExecutionDetail } from "@/server/executions/schema";

/** What an execution waits for that no free place ends, and what a person can do about it. Nothing for others. */
export function WaitingNote({ execution }: { execution: ExecutionDetail }) {
  const isLive = execution.status === "queued" || execution.status === "running";
  if (!isLive || execution.waitingFor === null) return null;
  const { waitingFor, personaId } = execution;
  if (waitingFor === "review") {
    const [review] = execution.pendingReviews;
    return (
      <Note icon={Eye} tone="review">
        It waits for a person and goes on, from where it is, when the review is answered.{" "}
        <NoteLink href={review ? `/reviews/${review.reviewId}` : "/reviews"}>Open review</NoteLink>
      </Note>
    );
  }
  if (waitingFor === "budget") {
    return (
      <Note icon={Wallet} tone="waiting">
        The budget is reached. It goes on, from where it is, when the budget is raised or, if it is the
        month's, when a new month begins.{" "}
        <NoteLink href={`/personas/${personaId}/settings`}>Raise budget</NoteLink>
      </Note>
    );
  }
  if (waitingFor === "worker") {
    return (
      <Note icon={Server} tone="waiting">
        No worker has a free slot for it, or none is connected.{" "}
        <NoteLink href="/workers">Open workers</NoteLink>
      </Note>
    );
  }
  return null;
}

type NoteProps = { icon: LucideIcon; tone: "review" | "waiting"; children: ReactNode };

function Note({ icon: Icon, tone, children }: NoteProps) {
  return (
    <p role="status" className={cn("mb-5 flex gap-2.5 rounded-md px-3 py-2", toneTint[tone])}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", toneInk[tone])} />
      <span className="max-w-[72ch]">{children}</span>
    </p>
  );
}

function NoteLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="whitespace-nowrap font-semibold underline underline-offset-2">
      {children}
    </Link>
  );
}
