import { budgetChanged, capacityChanged } from "@/inngest/events";
import type { Persona } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { AppError, invalidField, notFound } from "@/server/errors";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { isBudgetRaised } from "@/server/personas/budget-raised";
import { sealProfile } from "@/server/personas/model-profile";
import { type PersonaInput, type PersonaOutput, versionContent } from "@/server/personas/schema";
import { lockPersona, storeLive, storeVersion } from "@/server/personas/store-version";
import { toOutput } from "@/server/personas/to-output";
import { contentOf, hasNewToken } from "@/server/personas/version-content";
import { findDraft } from "@/server/personas/versions";

type Fields = Omit<PersonaInput, "id" | "projectId" | "draft" | "note">;
type Origin = { createdBy: string; note: string | undefined };

/** Merges fields into a persona and stores the outcome as its live version. Null when there is no such persona any more. */
export async function mergePersona(
  id: string,
  { modelProfile, ...fields }: Fields,
  origin: Origin,
): Promise<Persona | null> {
  const done = await db.$transaction(async (tx) => {
    const locked = await lockPersona(tx, id);
    if (!locked) return null;
    const before = await storeLive(tx, locked, { createdBy: "Ensemble" });
    const profile = modelProfile === undefined ? {} : sealProfile(id, modelProfile, before.modelAuthSealed);
    const merged = await tx.persona.update({ where: { id }, data: { ...fields, ...profile } });
    const row = await storeLive(tx, merged, origin);
    const notices = [
      ...(row.maxConcurrent > before.maxConcurrent ? [capacityChanged.create({ personaId: id })] : []),
      ...(isBudgetRaised(before, row) ? [budgetChanged.create({ personaId: id })] : []),
    ].map(outboxRow);
    if (notices.length > 0) await tx.outbox.createMany({ data: notices });
    return { row, notices };
  });
  if (!done) return null;
  await flushOutbox(done.notices);
  return done.row;
}

/**
 * Stores what a persona would be with these fields as a draft, beside the live version. Throws not_found, and
 * validation_failed for a field that versions do not hold.
 */
export async function saveDraft(id: string, fields: Fields, origin: Origin): Promise<PersonaOutput> {
  const others = Object.keys(fields).filter((name) => !(name in versionContent.shape));
  if (others.length > 0) {
    const issues = others.map((path) => ({ path, message: "A draft does not hold this: save it live" }));
    throw new AppError("validation_failed", `${others.join(", ")}: not part of a draft`, { issues });
  }
  if (hasNewToken(fields.modelProfile)) {
    throw invalidField("modelProfile", "A draft cannot hold a token: save it live");
  }
  const row = await db.$transaction(async (tx) => {
    const locked = await lockPersona(tx, id);
    if (!locked) throw notFound("persona", id);
    const persona = await storeLive(tx, locked, { createdBy: "Ensemble" });
    const content = versionContent.parse({ ...contentOf(persona), ...fields });
    await storeVersion(tx, persona, content, { ...origin, isDraft: true });
    return persona;
  });
  return toOutput(row, await findDraft(id));
}
