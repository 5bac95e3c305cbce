import type { Persona } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { hasClaudeAuth } from "@/server/connection/auth";
import { listVariables } from "@/server/credentials/use";
import { db } from "@/server/db";
import { checkPersona } from "@/server/designs/check-persona";
import type { PersonaIssue, ValidateInput } from "@/server/designs/schema";
import type { Runtime } from "@/server/personas/schema";
import { contentOf } from "@/server/personas/version-content";
import { readPersonaAt } from "@/server/personas/versions";
import { readSettings } from "@/server/settings/service";
import { listDescribedTools, listWithheldTools } from "@/server/tools/held";

/** A worker that has not been heard of for this long is gone (milliseconds). */
const workerLostMs = 60_000;

/** What stands in the way of a persona, or of one of its versions. Throws not_found. */
export async function validatePersona(
  actor: Actor,
  { id, version }: ValidateInput,
): Promise<{ issues: PersonaIssue[] }> {
  requireScope(actor, "personas:read");
  return { issues: await checkStored(await readPersonaAt(id, version ?? null)) };
}

/** The same for a row that is at hand. */
export async function checkStored(persona: Persona): Promise<PersonaIssue[]> {
  const listening = { where: { personaId: persona.id, enabled: true } };
  const heardOf = { lastSeenAt: { gt: new Date(Date.now() - workerLostMs) }, isDraining: false };
  const [tools, variables, settings, subscriptions, triggers, workers, hasClaude, credentials, withheld] =
    await Promise.all([
      listDescribedTools(persona.id, persona.runtime as Runtime),
      listVariables(persona.id),
      readSettings(),
      db.subscription.count(listening),
      db.trigger.count(listening),
      db.worker.count({ where: heardOf }),
      hasClaudeAuth(),
      db.credential.findMany({ where: { personas: { some: { personaId: persona.id } } } }),
      persona.runtime === "worker" ? listWithheldTools(persona.id) : [],
    ]);
  const hostsOf = new Map(variables.map(({ credentialId, allowedHosts }) => [credentialId, allowedHosts]));
  return checkPersona({
    persona: {
      ...contentOf(persona),
      enabled: persona.enabled,
      monthlyBudgetUsd: persona.monthlyBudgetUsd,
    },
    tools,
    withheld,
    credentials: credentials.map(({ id, name, serviceType }) => ({
      name,
      serviceType,
      allowedHosts: hostsOf.get(id) ?? [],
    })),
    hubHosts: settings.allowedHosts,
    listenerCount: subscriptions + triggers,
    hasClaude,
    hasWorker: workers > 0,
  });
}
