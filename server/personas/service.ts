import { budgetChanged, capacityChanged, personaDeleted } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { Persona, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { randomHex } from "@/server/crypto";
import { db } from "@/server/db";
import { invalidField, notFound } from "@/server/errors";
import { masked } from "@/server/masked";
import { announce, flushOutbox, outboxRow } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";
import { sealProfile, showProfile } from "@/server/personas/model-profile";
import type {
  PersonaInput,
  PersonaList,
  PersonaOutput,
  PersonaSummary,
  Runtime,
} from "@/server/personas/schema";
import { forgetWebhookSecrets, sealWebhookSecret } from "@/server/personas/webhook-secrets";

/** Personas by name, as a light summary. */
export async function listPersonas(
  actor: Actor,
  { limit, offset, search, enabled }: PersonaList,
): Promise<Page<PersonaSummary>> {
  requireScope(actor, "personas:read");
  const where: Prisma.PersonaWhereInput = {
    ...(enabled === undefined ? {} : { enabled }),
    ...(search ? { OR: [{ name: containing(search) }, { id: search }] } : {}),
  };
  const [rows, total] = await Promise.all([
    db.persona.findMany({ where, orderBy: [{ name: "asc" }, { id: "asc" }], take: limit, skip: offset }),
    db.persona.count({ where }),
  ]);
  return { items: rows.map(toSummary), total };
}

/** One persona. Throws not_found. */
export async function getPersona(actor: Actor, id: string): Promise<PersonaOutput> {
  requireScope(actor, "personas:read");
  return toOutput(await readPersona(id));
}

/**
 * Creates a persona or, when `id` names one that exists, merges the given fields into it. The secret of
 * its webhook is in the reply only when it was created (design §12.10).
 */
export async function savePersona(
  actor: Actor,
  input: PersonaInput,
): Promise<{ persona: PersonaOutput; isNew: boolean }> {
  requireScope(actor, "personas:write");
  const { id = createId("persona"), projectId: _accepted, modelProfile, ...fields } = input;
  const current = await db.persona.findUnique({ where: { id } });
  const profile =
    modelProfile === undefined ? {} : sealProfile(id, modelProfile, current?.modelAuthSealed ?? null);
  if (current) {
    const { monthlyBudgetUsd = current.monthlyBudgetUsd } = fields;
    const isBudgetChanged = monthlyBudgetUsd !== current.monthlyBudgetUsd;
    const facts = isBudgetChanged ? [outboxRow(budgetChanged.create({ personaId: id }))] : [];
    const [row] = await db.$transaction([
      db.persona.update({ where: { id }, data: { ...fields, ...profile } }),
      db.outbox.createMany({ data: facts }),
    ]);
    await flushOutbox(facts);
    if (row.maxConcurrent > current.maxConcurrent) await announce(capacityChanged.create({ personaId: id }));
    return { persona: toOutput(row), isNew: false };
  }
  const { name, ...rest } = fields;
  if (name === undefined) throw invalidField("name", "A persona needs a name");
  const webhookSecret = randomHex(32);
  const webhookSecretSealed = sealWebhookSecret(id, webhookSecret);
  const [row] = await db.persona.createManyAndReturn({
    data: [{ id, name, ...rest, ...profile, webhookSecretSealed }],
    skipDuplicates: true,
  });
  // Another request made it in the meantime: this one merges.
  if (!row) return savePersona(actor, input);
  return { persona: { ...toOutput(row), webhookSecret }, isNew: true };
}

/**
 * Gives the persona's webhook a new secret and returns it, this once. The one before it holds for `overlapMs` longer;
 * one that was still holding beside it stops.
 */
export async function rotateWebhookSecret(
  actor: Actor,
  { id, overlapMs }: { id: string; overlapMs: number },
): Promise<{ webhookSecret: string; previousExpiresAt: string | null }> {
  requireScope(actor, "personas:write");
  const { webhookSecretSealed: current } = await readPersona(id);
  const webhookSecret = randomHex(32);
  const expiresAt = overlapMs > 0 ? new Date(Date.now() + overlapMs) : null;
  const { count } = await db.persona.updateMany({
    where: { id, webhookSecretSealed: current },
    data: {
      webhookSecretSealed: sealWebhookSecret(id, webhookSecret),
      previousWebhookSecretSealed: expiresAt && current,
      previousWebhookSecretExpiresAt: expiresAt,
    },
  });
  forgetWebhookSecrets(id);
  // Another request gave it one in the meantime: that one is the one before.
  if (count === 0) return rotateWebhookSecret(actor, { id, overlapMs });
  return { webhookSecret, previousExpiresAt: expiresAt?.toISOString() ?? null };
}

/** Removes the persona and its subscriptions; what it runs is cancelled, its executions stay as history. */
export async function removePersona(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "personas:write");
  await readPersona(id);
  const row = outboxRow(personaDeleted.create({ personaId: id }));
  await db.$transaction([db.persona.delete({ where: { id } }), db.outbox.create({ data: row })]);
  forgetWebhookSecrets(id);
  await flushOutbox([row]);
  return { deleted: true };
}

/** The stored row, for other services. Throws not_found. */
export async function readPersona(id: string): Promise<Persona> {
  const row = await db.persona.findUnique({ where: { id } });
  if (!row) throw notFound("persona", id);
  return row;
}

/** The stored row, or null. */
export function findPersona(id: string): Promise<Persona | null> {
  return db.persona.findUnique({ where: { id } });
}

function toSummary(row: Persona): PersonaSummary {
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    description: row.description,
    icon: row.icon,
    color: row.color,
    enabled: row.enabled,
    runtime: row.runtime as Runtime,
    groupId: row.groupId,
    maxConcurrent: row.maxConcurrent,
    updatedAt: row.updatedAt.toISOString(),
  };
}

function toOutput(row: Persona): PersonaOutput {
  return {
    ...toSummary(row),
    systemPrompt: row.systemPrompt,
    structuredPrompt: row.structuredPrompt,
    timeoutMs: row.timeoutMs,
    modelProfile: showProfile(row),
    inferenceProfileId: row.inferenceProfileId,
    networkPolicy: row.networkPolicy,
    maxBudgetUsd: row.maxBudgetUsd,
    maxTurns: row.maxTurns,
    monthlyBudgetUsd: row.monthlyBudgetUsd,
    designContext: row.designContext,
    permissionPolicy: row.permissionPolicy,
    webhookSecret: masked,
    previousWebhookSecretExpiresAt: row.previousWebhookSecretExpiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
