import type { PersonaInput, PersonaOutput } from "@/server/personas/schema";
import { ask, type HubAddress } from "@/tests/support/api";
import type { MessagesApi } from "@/tests/support/messages-api";
import type { Answer } from "@/tests/support/messages-api-answer";
import { createPersona, uniqueWord } from "./persona";

/** Starts a persona, or a bare prompt when none is given. Returns the execution's id. */
export async function execute(
  hub: HubAddress,
  input: { prompt: string; personaId?: string; timeoutMs?: number },
): Promise<string> {
  const { executionId } = await ask<{ executionId: string }>(hub, "POST", "/api/execute", input);
  return executionId;
}

/** A persona that a model answers for; the stand-in gives these answers to whatever it is asked. */
export async function createModelPersona(
  hub: HubAddress,
  api: MessagesApi,
  answers: Answer[],
  input: PersonaInput = {},
): Promise<PersonaOutput> {
  const name = uniqueWord("Model");
  if (answers.length > 0) api.script(name, ...answers);
  return createPersona(hub, { name, runtime: "hub", systemPrompt: "You answer.", ...input });
}
