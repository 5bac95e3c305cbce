import type { Persona, Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import type { VersionContent } from "@/server/personas/schema";
import { contentOf, serialiseContent } from "@/server/personas/version-content";

type Transaction = Prisma.TransactionClient;
type NewVersion = { createdBy: string; note?: string | undefined; isDraft?: boolean };

/** The persona's row, held until the transaction ends, so that versions are numbered one after the other. */
export async function lockPersona(tx: Transaction, id: string): Promise<Persona | null> {
  await tx.$queryRaw`SELECT id FROM persona WHERE id = ${id} FOR UPDATE`;
  return tx.persona.findUnique({ where: { id } });
}

/** Stores content as a version, unless one of the persona holds the same. Returns its number. Needs the lock. */
export async function storeVersion(
  tx: Transaction,
  persona: Pick<Persona, "id" | "liveVersion">,
  content: VersionContent,
  { createdBy, note, isDraft = false }: NewVersion,
): Promise<number> {
  const serialised = serialiseContent(content);
  const versions = { personaId: persona.id };
  const same = await tx.personaVersion.findFirst({
    where: { ...versions, hash: serialised.hash },
    orderBy: { version: "desc" },
    select: { version: true },
  });
  if (same) {
    const label = isDraft && same.version !== persona.liveVersion ? "draft" : null;
    await tx.personaVersion.updateMany({ where: { ...versions, version: same.version }, data: { label } });
    return same.version;
  }
  const last = await tx.personaVersion.aggregate({ where: versions, _max: { version: true } });
  const version = (last._max.version ?? 0) + 1;
  await tx.personaVersion.create({
    data: {
      ...versions,
      ...serialised,
      version,
      createdBy,
      note: note ?? null,
      label: isDraft ? "draft" : null,
    },
  });
  return version;
}

/** Sees to it that the row's content is its live version. Returns the row. Needs the lock. */
export async function storeLive(tx: Transaction, persona: Persona, origin: NewVersion): Promise<Persona> {
  const version = await storeVersion(tx, persona, contentOf(persona), origin);
  if (version === persona.liveVersion) return persona;
  return tx.persona.update({ where: { id: persona.id }, data: { liveVersion: version } });
}

/**
 * The number of the version that a persona's row holds. One that predates versions, or was changed past the hub, gets
 * one now.
 */
export async function ensureVersion(persona: Persona): Promise<number> {
  const { hash } = serialiseContent(contentOf(persona));
  const live = await db.personaVersion.findUnique({
    where: { personaId_version: { personaId: persona.id, version: persona.liveVersion } },
    select: { hash: true },
  });
  if (live?.hash === hash) return persona.liveVersion;
  return db.$transaction(async (tx) => {
    const row = await lockPersona(tx, persona.id);
    if (!row) return persona.liveVersion;
    return (await storeLive(tx, row, { createdBy: "Ensemble" })).liveVersion;
  });
}
