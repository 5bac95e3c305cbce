import { Check, Minus, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** `isMet`: null for what was not looked at, because something before it decided. */
export type Reason = { key: string; isMet: boolean | null; text: ReactNode };

/** Why something was decided as it was: one badge a condition, met or not, in words and by icon. */
export function Reasons({ label, reasons }: { label: string; reasons: Reason[] }) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1">
      {reasons.map(({ key, isMet, text }) => {
        const Icon = isMet === null ? Minus : isMet ? Check : X;
        return (
          <li
            key={key}
            className={cn(
              "inline-flex min-h-[22px] min-w-0 items-center gap-1.5 break-words rounded-md px-1.5 py-0.5 text-label",
              isMet === null
                ? "bg-cancelled-tint text-ink-muted"
                : isMet
                  ? "bg-completed-tint"
                  : "bg-failed-tint",
            )}
          >
            <Icon
              aria-hidden
              className={cn(
                "size-3 shrink-0",
                isMet === null ? "" : isMet ? "text-completed" : "text-failed",
              )}
            />
            <span className="sr-only">
              {isMet === null ? "Not looked at: " : isMet ? "Met: " : "Not met: "}
            </span>
            <span className="min-w-0">{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
