import type { SentVariable } from "@/server/gitlab/schema";

/** What became of each variable that was to be sent. Nothing when there were none. */
export function SentVariables({ variables }: { variables: SentVariable[] }) {
  if (variables.length === 0) return null;
  return (
    <ul aria-label="Variables" className="flex flex-col text-table">
      {variables.map(({ key, outcome, isMasked, reason }) => (
        <li key={key} className="border-line border-t py-1.5">
          <span className="break-all font-mono text-code">{key}</span>{" "}
          <span className={outcome === "refused" ? "text-failed" : "text-ink-muted"}>
            {outcome}
            {outcome !== "refused" && (isMasked ? ", masked" : ", not masked")}
          </span>
          {reason && <span className="block text-ink-muted">{reason}</span>}
        </li>
      ))}
    </ul>
  );
}
