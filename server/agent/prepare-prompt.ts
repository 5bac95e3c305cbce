import type { Persona } from "@/prisma/generated/client";
import type { Run, RunPrompt } from "@/server/agent/read-run";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import type { Runtime } from "@/server/personas/schema";
import { findPersona } from "@/server/personas/service";
import { ensureVersion } from "@/server/personas/store-version";
import { readPersonaAt } from "@/server/personas/versions";
import { gatherPrompt, hashPrompt } from "@/server/prompts/gather";
import { nonceOf } from "@/server/prompts/nonce";
import type { Redactor } from "@/server/redact";
import { withoutNul } from "@/server/without-nul";

type Asking = Pick<Run, "personaId" | "askedVersion" | "personaVersion">;

/**
 * The persona as this execution runs it: at the version it began with, or was asked for; else as it is now. Its budgets
 * and its limit of turns are those of now, so that raising one lets a run go on, and so is what it is permitted, so that
 * what was taken away does not come back with an old version.
 */
export async function readRunPersona(
  run: Asking & Partial<Pick<Run, "livePersona">>,
): Promise<Persona | null> {
  const live = run.livePersona === undefined ? await findPersona(run.personaId) : run.livePersona;
  const version = run.personaVersion ?? run.askedVersion;
  if (!live || version === null || version === live.liveVersion) return live;
  const { maxBudgetUsd, maxTurns, monthlyBudgetUsd, permissionPolicy, networkPolicy } = live;
  const now = { maxBudgetUsd, maxTurns, monthlyBudgetUsd, permissionPolicy, networkPolicy };
  return { ...(await readPersonaAt(live.id, version)), ...now };
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
  const personaVersion = persona && (run.askedVersion ?? (await ensureVersion(persona)));
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
