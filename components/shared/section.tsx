import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

type SectionProps = {
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A part of a page under its own small heading and a hairline. */
export function Section({ title, note, action, className, children }: SectionProps) {
  return (
    <section className={cn("min-w-0", className)} aria-label={title}>
      <div className="flex min-h-9.25 items-center gap-3 border-line border-b">
        <h2 className="font-semibold">{title}</h2>
        {note && (
          <span
            className={cn("min-w-0 truncate text-ink-muted text-table", Boolean(action) && "max-sm:hidden")}
          >
            {note}
          </span>
        )}
        {action && <div className="ml-auto flex shrink-0 gap-2">{action}</div>}
      </div>
      {children}
    </section>
  );
}
