export type Sample = { value: number; labels?: Record<string, string>; suffix?: "_sum" | "_count" };
export type Metric = { name: string; help: string; type: "counter" | "gauge" | "summary"; samples: Sample[] };

export const metricsContentType = "text/plain; version=0.0.4; charset=utf-8";

/** Metrics in Prometheus's text format, version 0.0.4. One without samples is left out. */
export function writeMetrics(metrics: Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const lines = samples.map(
        ({ value, labels = {}, suffix = "" }) => `${name}${suffix}${writeLabels(labels)} ${value}`,
      );
      return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
    })
    .join("");
}

function writeLabels(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

function escapeHelp(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
