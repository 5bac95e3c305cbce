import Link from "next/link";
import type { MouseEvent } from "react";
import { kindWords } from "@/components/reviews/consequences";
import { DueTime } from "@/components/reviews/due-time";
import { RelativeTime } from "@/components/shared/relative-time";
import { RowCheck } from "@/components/shared/row-check";
import { StatusBadge } from "@/components/shared/status-badge";
import { cn } from "@/lib/cn";
import type { ReviewSummary } from "@/server/reviews/schema";

type ReviewRowProps = {
  review: ReviewSummary;
  isOpen: boolean;
  isMarked: boolean;
  onMark: () => void;
  /** Opens it beside the list; false where there is no room, and the link is followed. */
  onOpen: () => boolean;
};

/** A review as a line of the list. */
export function ReviewRow({ review, isOpen, isMarked, onMark, onOpen }: ReviewRowProps) {
  const { id, title, kind, personaName, severity, status, createdAt, resolvedAt, dueAt } = review;
  const isPending = status === "pending";
  const open = (event: MouseEvent) => {
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (isPlain && onOpen()) event.preventDefault();
  };
  return (
    <li
      className={cn(
        "row-appear relative flex items-start gap-1 border-line border-b py-2 pr-2 hover:bg-hover",
        isOpen && "lg:bg-selected",
      )}
    >
      <div className="relative z-10 w-9 shrink-0 pt-1.5">
        {isPending && <RowCheck label={`Select ${title}`} isChecked={isMarked} onToggle={onMark} />}
      </div>
      <div className="min-w-0 flex-1">
        <div className="flex items-start gap-2">
          <Link
            data-review={id}
            href={`/reviews/${id}`}
            prefetch={false}
            onClick={open}
            aria-current={isOpen || undefined}
            // The whole line is its link.
            className="line-clamp-2 min-w-0 flex-1 break-words font-semibold after:absolute after:inset-0 after:content-[''] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-marigold focus-visible:after:-outline-offset-2"
          >
            {title}
          </Link>
          <StatusBadge kind={isPending ? "severity" : "review"} status={isPending ? severity : status} />
        </div>
        <p className="flex flex-wrap gap-x-2 text-ink-muted text-table">
          <span>{personaName}</span>
          <span>{kindWords[kind]}</span>
          <RelativeTime at={resolvedAt ?? createdAt} />
          {isPending && <DueTime at={dueAt} />}
        </p>
      </div>
    </li>
  );
}
