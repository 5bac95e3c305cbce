import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** Names and values in two columns. */
export function Facts({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl className={cn("grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 pt-3 text-table", className)}>
      {children}
    </dl>
  );
}

/** One name and its value; left out when there is no value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined) return null;
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0 break-words text-right">{children}</dd>
    </>
  );
}
