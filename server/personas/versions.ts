import { budgetChanged } from "@/inngest/events";
import type { Persona, PersonaVersion } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import { forgetKept } from "@/server/keep-for";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";
import { isBudgetRaised } from "@/server/personas/budget-raised";
import { diffVersions } from "@/server/personas/diff-versions";
import type {
  PersonaOutput,
  VersionDiff,
  VersionDiffInput,
  VersionInput,
  VersionList,
  VersionOutput,
  VersionSummary,
} from "@/server/personas/schema";
import { ensureVersion, lockPersona, storeLive } from "@/server/personas/store-version";
import { toOutput } from "@/server/personas/to-output";
import { columnsOf, readContent } from "@/server/personas/version-content";

/** A persona's versions, newest first; discarded drafts are left out. */
export async function listVersions(
  actor: Actor,
  { id, limit, offset }: VersionList,
): Promise<Page<VersionSummary>> {
  requireScope(actor, "personas:read");
  const persona = await readCurrent(id);
  const where = { personaId: id, OR: [{ label: null }, { label: { not: "discarded" } }] };
  const [rows, total] = await Promise.all([
    db.personaVersion.findMany({ where, orderBy: { version: "desc" }, take: limit, skip: offset }),
    db.personaVersion.count({ where }),
  ]);
  return { items: rows.map((row) => toVersionSummary(row, persona.liveVersion)), total };
}

/** One version with its content. Throws not_found. */
export async function getVersion(actor: Actor, { id, version }: VersionInput): Promise<VersionOutput> {
  requireScope(actor, "personas:read");
  const persona = await readCurrent(id);
  const row = await readVersion(id, version);
  return { ...toVersionSummary(row, persona.liveVersion), content: readContent(row.content, persona) };
}

/** What changed from one version to another. Throws not_found. */
export async function diffTwoVersions(
  actor: Actor,
  { id, from, to }: VersionDiffInput,
): Promise<VersionDiff> {
  requireScope(actor, "personas:read");
  const persona = await readCurrent(id);
  const [before, after] = await Promise.all([readVersion(id, from), readVersion(id, to)]);
  const fields = diffVersions(readContent(before.content, persona), readContent(after.content, persona));
  return { from, to, fields };
}

/** Makes a version the one that runs use, forward or back; what stood there stays as its own version. Throws not_found. */
export async function makeVersionLive(actor: Actor, { id, version }: VersionInput): Promise<PersonaOutput> {
  requireScope(actor, "personas:write");
  const notice = outboxRow(budgetChanged.create({ personaId: id }));
  const { row, isRaised } = await db.$transaction(async (tx) => {
    const locked = await lockPersona(tx, id);
    if (!locked) throw notFound("persona", id);
    const before = await storeLive(tx, locked, { createdBy: "Ensemble" });
    const key = { personaId_version: { personaId: id, version } };
    const wanted = await tx.personaVersion.findUnique({ where: key });
    if (!wanted) throw noVersion(id, version);
    const columns = columnsOf(readContent(wanted.content, before), before);
    const after = await tx.persona.update({ where: { id }, data: { ...columns, liveVersion: version } });
    await tx.personaVersion.update({ where: key, data: { label: null } });
    const isRaised = isBudgetRaised(before, after);
    if (isRaised) await tx.outbox.create({ data: notice });
    return { row: after, isRaised };
  });
  forgetKept();
  if (isRaised) await flushOutbox([notice]);
  await recordAudit(actor, "persona.version_made_live", id, { version });
  return toOutput(row, await findDraft(id));
}

/** Puts a draft away. It is kept for the executions that ran with it, and listed no more. Throws not_found and conflict. */
export async function discardDraft(actor: Actor, { id, version }: VersionInput): Promise<{ deleted: true }> {
  requireScope(actor, "personas:write");
  await readVersion(id, version);
  const { count } = await db.personaVersion.updateMany({
    where: { personaId: id, version, label: "draft" },
    data: { label: "discarded" },
  });
  if (count === 0)
    throw new AppError("conflict", `Version ${version} is no draft. Only drafts are discarded.`);
  return { deleted: true };
}

/**
 * The persona as one of its versions has it, for a run that asked for it; null for the live one. Everything that
 * versions do not hold is as it is now; `liveVersion` is the number of the version it is. Throws not_found.
 */
export async function readPersonaAt(id: string, version: number | null): Promise<Persona> {
  const persona = await readCurrent(id);
  if (version === null || version === persona.liveVersion) return persona;
  const { content } = await readVersion(id, version);
  return { ...persona, ...columnsOf(readContent(content, persona), persona), liveVersion: version };
}

/** The number of a persona's newest draft. */
export async function findDraft(personaId: string): Promise<number | null> {
  const where = { personaId, label: "draft" };
  const draft = await db.personaVersion.findFirst({ where, orderBy: { version: "desc" } });
  return draft?.version ?? null;
}

/** The persona's row, its content stored as a version. */
async function readCurrent(id: string): Promise<Persona> {
  const persona = await db.persona.findUnique({ where: { id } });
  if (!persona) throw notFound("persona", id);
  return { ...persona, liveVersion: await ensureVersion(persona) };
}

async function readVersion(personaId: string, version: number): Promise<PersonaVersion> {
  const row = await db.personaVersion.findUnique({ where: { personaId_version: { personaId, version } } });
  if (!row) throw noVersion(personaId, version);
  return row;
}

function noVersion(id: string, version: number): AppError {
  return new AppError("not_found", `The persona ${id} has no version ${version}.`);
}

function toVersionSummary(row: PersonaVersion, liveVersion: number): VersionSummary {
  const label = row.version === liveVersion ? "live" : row.label;
  return {
    version: row.version,
    label: label as VersionSummary["label"],
    note: row.note,
    hash: row.hash,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}
