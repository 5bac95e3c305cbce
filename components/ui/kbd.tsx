import type { ReactNode } from "react";

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-md border border-line bg-sunken px-1.5 font-mono text-ink-muted text-label">
      {children}
    </kbd>
  );
}
