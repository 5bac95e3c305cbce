export type FlowStep = { key: string; step: string; action: string | null; status: string | null };

/** The steps of an execution_flow: usually objects of step, action and status; null when they are anything else. */
export function readFlows(text: string): FlowStep[] | null {
  const parsed = parse(text);
  const flows = Array.isArray(parsed) ? parsed.flat() : null;
  if (!flows || flows.length === 0) return null;
  const steps = flows.map(readStep);
  return steps.every((step) => step !== null) ? steps : null;
}

function readStep(flow: unknown, index: number): FlowStep | null {
  if (typeof flow !== "object" || flow === null || !("step" in flow)) return null;
  const { step, action, status } = flow as { step: unknown; action?: unknown; status?: unknown };
  return { key: `${index}`, step: String(step), action: toText(action), status: toText(status) };
}

function toText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
