import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { readEventInput } from "@/server/events/service";
import type { Runtime } from "@/server/personas/schema";
import { readPersona } from "@/server/personas/service";
import type { Prompt } from "@/server/prompts/assemble";
import { boundJson } from "@/server/prompts/bound-json";
import { gatherPrompt } from "@/server/prompts/gather";
import { nonceOf } from "@/server/prompts/nonce";

/** The prompt a persona would be given for an event, or for no input. Nothing runs. */
export async function previewPrompt(
  actor: Actor,
  input: { personaId: string; eventId?: string | undefined },
): Promise<Prompt> {
  requireScope(actor, "personas:read");
  const persona = await readPersona(input.personaId);
  const eventInput = input.eventId === undefined ? undefined : await readInputOf(actor, input.eventId);
  const { system, user } = await gatherPrompt({
    persona,
    runtime: persona.runtime as Runtime,
    input: eventInput,
    nonce: nonceOf(`preview|${persona.id}`),
  });
  return { system, user };
}

async function readInputOf(actor: Actor, eventId: string): Promise<unknown> {
  requireScope(actor, "events:read");
  const event = await db.event.findUnique({ where: { id: eventId } });
  if (!event) throw notFound("event", eventId);
  return boundJson(readEventInput(event.payload));
}
