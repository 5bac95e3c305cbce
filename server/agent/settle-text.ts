import type { Run } from "@/server/agent/read-run";
import { noteOutput } from "@/server/executions/output";
import { applyInText } from "@/server/protocols/in-text";
import { findProtocols } from "@/server/protocols/parse";
import type { Redactor } from "@/server/redact";

/**
 * Lets the protocols that a turn wrote as JSON in its text take effect, once each. One that cannot be read becomes a
 * warning in the output; the run goes on.
 */
export async function settleText(
  run: Pick<Run, "id" | "personaId" | "personaName">,
  turn: number,
  text: string,
  redactor: Redactor,
): Promise<void> {
  const problems: string[] = [];
  for (const [index, { key, payload, problem }] of findProtocols(text).entries()) {
    const place = `turn-${turn}-${index}`;
    const obstacle = problem ?? (await applyInText(run, { key, payload, place }));
    if (obstacle !== null) problems.push(`The protocol ${key} was not carried out: ${obstacle}.`);
  }
  if (problems.length > 0) await noteOutput(run.id, turn, problems.map(redactor.redact));
}
