import type { Persona } from "@/prisma/generated/client";
import type { Run, RunPrompt } from "@/server/agent/read-run";
import { withoutNul } from "@/server/agent/read-text";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import type { Runtime } from "@/server/personas/schema";
import { findPersona } from "@/server/personas/service";
import { readPersonaAt } from "@/server/personas/versions";
import { gatherPrompt, hashPrompt } from "@/server/prompts/gather";
import { nonceOf } from "@/server/prompts/nonce";
import type { Redactor } from "@/server/redact";

type Asking = Pick<Run, "id" | "personaId" | "askedVersion" | "personaVersion" | "hasPersona">;

/** The persona as this execution runs it: at the version it began with, or was asked for; else as it is now. */
export async function readRunPersona(run: Asking): Promise<Persona | null> {
  const persona = await findPersona(run.personaId);
  return persona && readPersonaAt(run.personaId, run.personaVersion ?? run.askedVersion);
}

/**
 * Assembles and keeps the prompt of an execution, with its hash and the version it was made from: its persona's, or the
 * bare request when none is registered. Every turn of it is sent this one.
 */
export async function preparePrompt(
  run: Run,
  persona: Persona | null,
  redactor: Redactor,
): Promise<RunPrompt> {
  const input = parseOrUndefined(run.inputData);
  const runtime = run.runtime as Runtime;
  const made = persona
    ? await gatherPrompt({ persona, runtime, input, nonce: nonceOf(run.id) })
    : { ...describeBare(input), tools: [], variables: [] };
  const system = redactor.redact(withoutNul(made.system));
  const user = redactor.redact(withoutNul(made.user));
  const personaVersion = persona?.liveVersion ?? null;
  const tools = JSON.stringify(made.tools);
  const variables = JSON.stringify(made.variables);
  await db.$transaction([
    db.executionPrompt.createMany({
      data: [{ executionId: run.id, system, user, tools, variables }],
      skipDuplicates: true,
    }),
    db.execution.update({
      where: { id: run.id },
      data: { personaVersion, promptHash: hashPrompt({ system, user }) },
    }),
  ]);
  return { system, user };
}

function describeBare(input: unknown): RunPrompt {
  const request = (input as { request?: unknown } | undefined)?.request;
  return { system: "", user: typeof request === "string" ? request : JSON.stringify(input) };
}
