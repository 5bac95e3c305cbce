import { StatusBadge } from "@/components/shared/status-badge";
import type { PersonaIssue } from "@/server/designs/schema";

/** Issues of a persona, each with how grave it is in word, icon and colour. */
export function IssueList({ issues }: { issues: PersonaIssue[] }) {
  if (issues.length === 0) return <p className="text-ink-muted">Nothing to say against it.</p>;
  return (
    <ul aria-label="Issues" className="flex flex-col gap-2">
      {issues.map(({ level, category, message }) => (
        <li key={`${category} ${message}`} className="flex flex-wrap items-start gap-x-2 gap-y-1 text-table">
          <span className="w-32 shrink-0">
            <StatusBadge kind="issue" status={level} />
          </span>
          <span className="min-w-0 flex-1 basis-56 break-words pt-0.5">{message}</span>
        </li>
      ))}
    </ul>
  );
}
