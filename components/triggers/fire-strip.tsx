import { OutcomeStrip } from "@/components/shared/outcome-strip";
import { statusLooks } from "@/components/shared/status-looks";
import type { TriggerOutput } from "@/server/triggers/schema";

/** How a trigger's latest firings went, oldest left. */
export function FireStrip({ fires }: { fires: TriggerOutput["recentFires"] }) {
  if (fires.length === 0) return <span className="text-ink-muted">Never fired</span>;
  const words = fires.map(({ status }) => statusLooks.fire[status]?.word ?? status);
  const counts = [...new Set(words)].map(
    (word) => `${words.filter((each) => each === word).length} ${word.toLowerCase()}`,
  );
  const outcomes = fires.toReversed().map(({ id, status }) => ({
    key: id,
    tone: statusLooks.fire[status]?.tone ?? ("queued" as const),
    title: statusLooks.fire[status]?.word ?? status,
  }));
  return <OutcomeStrip label={`Last ${fires.length} firings: ${counts.join(", ")}`} outcomes={outcomes} />;
}
