import { type Actor, requireScope } from "@/server/actor";
import { readRedactor } from "@/server/credentials/use";
import { sha256 } from "@/server/crypto";
import { applyInText } from "@/server/protocols/in-text";
import { isProtocolKey } from "@/server/protocols/keys";
import { redactDeep } from "@/server/redact";
import { readHeld } from "@/server/workers/held";
import { refuseWrite } from "@/server/workers/lease";
import type { EventsInput } from "@/server/workers/schema";
import { storeOutput } from "@/server/workers/store-output";

/**
 * Carries out the protocols that a persona used on its worker (contracts/personas.md §1.3), each once: the same call of
 * an execution counts once, whether its request is repeated, the CLI says it in text and again in its result, or
 * another worker starts the execution over. One that cannot be carried out becomes a line of the output. Throws conflict.
 */
export async function takeEvents(
  actor: Actor,
  { events, ...lease }: EventsInput,
): Promise<{ applied: number; problems: string[] }> {
  requireScope(actor, "workers:run");
  const { personaId, personaName } = await readHeld(lease);
  const redactor = await readRedactor(personaId);
  const execution = { id: lease.executionId, personaId, personaName };
  const problems: string[] = [];
  for (const { eventType, payload } of events) {
    // Only the holder of the lease may act, and each effect takes a while.
    if (!(await storeOutput(lease, { pieces: [] }))) throw await refuseWrite(lease);
    const told = redactDeep(redactor, payload);
    const problem = isProtocolKey(eventType)
      ? await applyInText(execution, { key: eventType, payload: told, place: placeOf(eventType, told) })
      : "is none of the protocols";
    if (problem === null) continue;
    const text = redactor.redact(`${eventType}: ${problem}`);
    problems.push(text);
    await storeOutput(lease, { pieces: [{ kind: "notice", text }] });
  }
  return { applied: events.length - problems.length, problems };
}

function placeOf(key: string, payload: unknown): string {
  return `worker:${key}:${sha256(JSON.stringify(payload) ?? "").slice(0, 16)}`;
}
