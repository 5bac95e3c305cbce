import { personaDeleted } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { Persona, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { randomHex } from "@/server/crypto";
import { db } from "@/server/db";
import { invalidField, notFound } from "@/server/errors";
import { forgetKept } from "@/server/keep-for";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";
import { mergePersona, saveDraft } from "@/server/personas/merge";
import { sealProfile } from "@/server/personas/model-profile";
import type { PersonaInput, PersonaList, PersonaOutput, PersonaSummary } from "@/server/personas/schema";
import { storeLive } from "@/server/personas/store-version";
import { toOutput, toSummary } from "@/server/personas/to-output";
import { findDraft } from "@/server/personas/versions";
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
  return toOutput(await readPersona(id), await findDraft(id));
}

/**
 * Creates a persona or, when `id` names one that exists, merges the given fields into it; each save is a version, unless
 * nothing that versions hold has changed. With `draft` the version is stored beside the live one, which stays as it is.
 * The secret of its webhook is in the reply only when it was created (design §12.10).
 */
export async function savePersona(
  actor: Actor,
  input: PersonaInput,
): Promise<{ persona: PersonaOutput; isNew: boolean }> {
  requireScope(actor, "personas:write");
  const { id = createId("persona"), projectId: _accepted, draft = false, note, ...fields } = input;
  const origin = { createdBy: actor.name, note };
  if (draft) return { persona: await saveDraft(id, fields, origin), isNew: false };
  const current = await db.persona.findUnique({ where: { id }, select: { id: true } });
  const row = current && (await mergePersona(id, fields, origin));
  forgetKept();
  if (row) return { persona: toOutput(row, await findDraft(id)), isNew: false };
  const { name, modelProfile, ...rest } = fields;
  if (name === undefined) throw invalidField("name", "A persona needs a name");
  const webhookSecret = randomHex(32);
  const webhookSecretSealed = sealWebhookSecret(id, webhookSecret);
  const profile = sealProfile(id, modelProfile ?? null, null);
  const made = await db.$transaction(async (tx) => {
    const [row] = await tx.persona.createManyAndReturn({
      data: [{ id, name, ...rest, ...profile, webhookSecretSealed }],
      skipDuplicates: true,
    });
    return row && storeLive(tx, row, origin);
  });
  // Another request made it in the meantime: this one merges.
  if (!made) return savePersona(actor, input);
  return { persona: { ...toOutput(made, null), webhookSecret }, isNew: true };
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
