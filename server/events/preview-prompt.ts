import { type Actor, requireScope } from "@/server/actor";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import type { PromptPreview, PromptPreviewInput } from "@/server/events/schema";
import { readEventInput } from "@/server/events/service";
import type { Runtime } from "@/server/personas/schema";
import { readPersonaAt } from "@/server/personas/versions";
import { boundJson } from "@/server/prompts/bound-json";
import { gatherPrompt } from "@/server/prompts/gather";
import { nonceOf } from "@/server/prompts/nonce";
import { redactDeep } from "@/server/redact";

/**
 * The prompt a persona, or one of its versions, would be given for an event, or for no input, and the blocks it is made
 * of. Nothing runs. Throws not_found.
 */
export async function previewPrompt(actor: Actor, input: PromptPreviewInput): Promise<PromptPreview> {
  requireScope(actor, "personas:read");
  const persona = await readPersonaAt(input.personaId, input.version ?? null);
  const eventInput = input.eventId === undefined ? undefined : await readInputOf(actor, input.eventId);
  const made = await gatherPrompt({
    persona,
    runtime: persona.runtime as Runtime,
    input: eventInput,
    nonce: nonceOf(`preview|${persona.id}`),
  });
  // As a run is sent it: a credential's value that somebody wrote into the prompt is not shown either.
  const { system, user, hash, blocks } = redactDeep(await readRedactor(persona.id), made);
  return {
    system,
    user,
    hash,
    version: persona.liveVersion,
    blocks: [...toBlocks("system", blocks.system), ...toBlocks("user", blocks.user)],
  };
}

function toBlocks(part: "system" | "user", texts: string[]): PromptPreview["blocks"] {
  return texts.map((text, index) => ({ id: `${part}-${index}`, part, title: titleOf(text), text }));
}

/** A block's heading; the only ones without are the context before everything and the line on security. */
function titleOf(block: string): string {
  return /^##? (.+)/.exec(block)?.[1] ?? (block.startsWith("Security:") ? "Security" : "Context");
}

async function readInputOf(actor: Actor, eventId: string): Promise<unknown> {
  requireScope(actor, "events:read");
  const event = await db.event.findUnique({ where: { id: eventId } });
  if (!event) throw notFound("event", eventId);
  return boundJson(readEventInput(event.payload));
}
