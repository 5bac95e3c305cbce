import type { Persona } from "@/prisma/generated/client";
import { defaultMaxTurns } from "@/server/agent/limits";
import { readRunPersona } from "@/server/agent/prepare-prompt";
import { openVariables } from "@/server/credentials/use";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import { readProfile } from "@/server/personas/model-profile";
import { readSettings } from "@/server/settings/service";
import { isOwnBudgetSpent, leastBudget, readBudget } from "@/server/workers/budget";
import { holdTurn } from "@/server/workers/runs";
import type { Assignment } from "@/server/workers/schema";
import { countTokens } from "@/server/workers/spending";
import type { Taken } from "@/server/workers/take";

/** What one execution may print; the rest is not kept, as of the hub's own runs. */
export const maxOutputBytes = 2_000_000;

/**
 * What a worker is told to do (contracts/personas.md §1.8): the prompt as it was offered, the credentials' values, the
 * limits and policies of the persona's version that it runs with, and to spend no more than was held for it. Null when
 * its persona is gone; "spent" when what its lost runs left of that is not worth another.
 */
export async function buildAssignment({
  executionId,
  leaseNumber,
}: Taken): Promise<Assignment | "spent" | null> {
  const execution = await db.execution.findUniqueOrThrow({
    where: { id: executionId },
    include: { prompt: true },
  });
  const persona = await readRunPersona(execution);
  if (!persona || !execution.prompt) return null;
  const [variables, { model, maxTokens }, hold] = await Promise.all([
    openVariables(persona.id),
    readChoices(persona),
    db.budgetHold.findUnique({ where: { executionId_turn: { executionId, turn: holdTurn } } }),
  ]);
  const maxBudgetUsd = readBudget(persona, execution.costUsd, hold);
  const isSpent =
    maxBudgetUsd !== null &&
    (isOwnBudgetSpent(persona.maxBudgetUsd, execution.costUsd) ||
      maxBudgetUsd < leastBudget(persona.maxBudgetUsd));
  if (isSpent) return "spent";
  const { system, user } = execution.prompt;
  const permissionPolicy = parseOrUndefined(persona.permissionPolicy) as Assignment["permissionPolicy"];
  return {
    executionId,
    leaseNumber,
    personaId: persona.id,
    personaName: persona.name,
    prompt: [system, user].filter((part) => part !== "").join("\n\n"),
    env: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
    config: {
      timeoutMs: execution.timeoutMs,
      maxOutputBytes,
      // One that cannot be read allows nothing, as in the hub.
      ...(persona.networkPolicy
        ? { networkPolicy: parseOrUndefined(persona.networkPolicy) ?? { mode: "deny-all" } }
        : {}),
      ...(maxBudgetUsd === null ? {} : { maxBudgetUsd }),
      maxTurns: persona.maxTurns ?? defaultMaxTurns,
      ...(maxTokens === null ? {} : { maxTokens, usedTokens: countTokens(execution) }),
    },
    ...(permissionPolicy ? { permissionPolicy } : {}),
    ...(model ? { model } : {}),
  };
}

/** The persona's model, else the default of Settings; without either the CLI takes its own. */
async function readChoices(persona: Persona): Promise<{ model: string | null; maxTokens: number | null }> {
  const { defaultModel, maxTokensPerExecution } = await readSettings();
  return { model: readProfile(persona.modelProfile).model ?? defaultModel, maxTokens: maxTokensPerExecution };
}
