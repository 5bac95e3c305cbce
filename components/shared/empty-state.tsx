import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** A list that has never had anything: what will stand here, and the next act. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <Icon aria-hidden className="mb-2 size-5 text-ink-muted" strokeWidth={1.5} />
      <p className="font-semibold">{title}</p>
      {children && <div className="max-w-md text-ink-muted text-table">{children}</div>}
      {action && <div className="mt-4 max-w-full">{action}</div>}
    </div>
  );
}

/** A list whose filters leave nothing: offers to clear them. */
export function NoResults({ noun, onClear }: { noun: string; onClear: () => void }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <p className="text-ink-muted">No {noun} match these filters.</p>
      <Button onClick={onClear}>Clear filters</Button>
    </div>
  );
}

type EmptyStateProps = { icon: LucideIcon; title: string; children?: ReactNode; action?: ReactNode };
