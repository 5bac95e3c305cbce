import { createId } from "@/lib/ids";
import type { Credential, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { containing } from "@/server/contains";
import {
  type CredentialContent,
  listFieldNames,
  openContent,
  sealContent,
  toContent,
} from "@/server/credentials/fields";
import { openEncrypted } from "@/server/credentials/open-encrypted";
import {
  type CredentialInput,
  type CredentialList,
  type CredentialOutput,
  type CredentialUpdate,
  encryptedShape,
} from "@/server/credentials/schema";
import { toOutput, withPersonas } from "@/server/credentials/to-output";
import { forgetHeld } from "@/server/credentials/use";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError, invalidField, notFound } from "@/server/errors";
import { masked } from "@/server/masked";
import type { Page } from "@/server/page-input";

/** Credentials by name, masked. `search` is a part of name or service type, or an id. */
export async function listCredentials(
  actor: Actor,
  { limit, offset, search, serviceType }: CredentialList,
): Promise<Page<CredentialOutput>> {
  requireScope(actor, "credentials:read");
  const contains = search && containing(search);
  const where: Prisma.CredentialWhereInput = {
    ...(serviceType === undefined ? {} : { serviceType }),
    ...(contains ? { OR: [{ id: search }, { name: contains }, { serviceType: contains }] } : {}),
  };
  const [rows, total] = await Promise.all([
    db.credential.findMany({
      where,
      include: withPersonas,
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: limit,
      skip: offset,
    }),
    db.credential.count({ where }),
  ]);
  return { items: rows.map(toOutput), total };
}

/** One credential, masked. Throws not_found. */
export async function getCredential(actor: Actor, id: string): Promise<CredentialOutput> {
  requireScope(actor, "credentials:read");
  const row = await db.credential.findUnique({ where: { id }, include: withPersonas });
  if (!row) throw notFound("credential", id);
  return toOutput(row);
}

/**
 * Creates a credential or, when `id` names one that exists, merges the given fields into it; given values replace all
 * that it held (contracts/personas.md §1.7). Throws validation_failed when encrypted values cannot be opened, conflict
 * when the name is taken.
 */
export async function saveCredential(
  actor: Actor,
  input: CredentialInput,
): Promise<{ credential: CredentialOutput; isNew: boolean }> {
  requireScope(actor, "credentials:write");
  const { id = createId("credential"), name, serviceType } = input;
  const content = await readContent(input);
  const fields = {
    ...listCommon(input),
    ...(content === null ? {} : { ...listSealed(id, content), ...untested }),
  };
  await refuseTakenName(id, name);
  await refuseWiderHosts(actor, id, input, content !== null);
  const { count } = await db.credential.updateMany({ where: { id }, data: fields });
  if (count === 0) {
    if (name === undefined) throw invalidField("name", "A credential needs a name");
    if (serviceType === undefined) throw invalidField("serviceType", "What it signs in to, such as github");
    if (content === null) throw invalidField("data", 'Its fields and values, such as {"token": "…"}');
    await db.credential.create({
      data: { id, ...fields, name, serviceType, ...listSealed(id, content) },
    });
  }
  forgetHeld();
  await recordAudit(actor, count === 0 ? "credential_created" : "credential_changed", id);
  return { credential: await getCredential(actor, id), isNew: count === 0 };
}

/**
 * Changes a credential. Fields that are not given keep their values, null takes one away. Throws not_found; conflict
 * when the name is taken, or when it cannot be opened and not all of its fields are given.
 */
export async function updateCredential(actor: Actor, input: CredentialUpdate): Promise<CredentialOutput> {
  requireScope(actor, "credentials:write");
  const { id, data } = input;
  await refuseTakenName(id, input.name);
  const before = await readCredential(id);
  await refuseWiderHosts(actor, id, input, data !== undefined);
  const sealed = data === undefined ? {} : { ...listSealed(id, mergeContent(before, data)), ...untested };
  const { count } = await db.credential.updateMany({
    where: { id, sealed: before.sealed },
    data: { ...listCommon(input), ...sealed },
  });
  // Its values were changed, or sealed anew, in the meantime.
  if (count === 0) return updateCredential(actor, input);
  forgetHeld();
  await recordAudit(actor, "credential_changed", id, {
    fields: Object.keys(input).filter((key) => key !== "id"),
  });
  return getCredential(actor, id);
}

/** Removes a credential, and takes it from every persona. Throws not_found. */
export async function deleteCredential(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "credentials:write");
  const { count } = await db.credential.deleteMany({ where: { id } });
  if (count === 0) throw notFound("credential", id);
  forgetHeld();
  await recordAudit(actor, "credential_deleted", id);
  return { deleted: true };
}

/**
 * A key may store a credential, and not have the values of one that is stored sent elsewhere: whoever adds a host either
 * knows them and gives them again, or is a person. Throws validation_failed.
 */
async function refuseWiderHosts(
  actor: Actor,
  id: string,
  { allowedHosts }: CredentialInput | CredentialUpdate,
  hasValues: boolean,
): Promise<void> {
  if (allowedHosts === undefined || hasValues || actor.type === "person" || actor.type === "system") return;
  const before = await db.credential.findUnique({ where: { id }, select: { allowedHosts: true } });
  const known = before ? (JSON.parse(before.allowedHosts) as string[]) : [];
  const added = allowedHosts.find((host) => !known.includes(host));
  if (before && added !== undefined)
    throw invalidField(
      "allowedHosts",
      `To add ${added}, give the values again, or let a signed-in person add it.`,
    );
}

/** The stored row. Throws not_found. */
export async function readCredential(id: string): Promise<Credential> {
  const row = await db.credential.findUnique({ where: { id } });
  if (!row) throw notFound("credential", id);
  return row;
}

/** New values have not been tried. */
const untested = { lastTestedAt: null, lastTestError: null };

function listCommon(input: CredentialInput | CredentialUpdate) {
  const { name, serviceType, metadata, allowedHosts } = input;
  return {
    ...(name === undefined ? {} : { name }),
    ...(serviceType === undefined ? {} : { serviceType }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(allowedHosts === undefined ? {} : { allowedHosts: JSON.stringify(allowedHosts) }),
  };
}

function listSealed(id: string, content: CredentialContent) {
  return { sealed: sealContent(id, content), fieldNames: JSON.stringify(listFieldNames(content)) };
}

/** Null when values are not given, or come back masked. */
async function readContent(input: CredentialInput): Promise<CredentialContent | null> {
  if (input.data !== undefined) return toContent(input.data);
  if (input.encryptedData === undefined || input.encryptedData === masked) return null;
  return openEncrypted(encryptedShape.parse(input), env().keyRing);
}

function mergeContent(before: Credential, data: NonNullable<CredentialUpdate["data"]>): CredentialContent {
  if (typeof data === "string") return data;
  const kept = openForMerge(before, data);
  const given = Object.entries(data).filter(([, value]) => value !== null);
  const content = {
    ...Object.fromEntries(Object.entries(kept).filter(([field]) => data[field] !== null)),
    ...(toContent(Object.fromEntries(given)) as Record<string, string>),
  };
  if (Object.keys(content).length === 0) throw invalidField("data", "At least one field stays");
  return content;
}

/** The fields as stored; none when the credential cannot be opened and all of them are given anew. */
function openForMerge(before: Credential, data: Record<string, unknown>): Record<string, string> {
  try {
    const content = openContent(before.id, before.sealed);
    return typeof content === "string" ? {} : content;
  } catch (error) {
    const missing = (JSON.parse(before.fieldNames) as string[]).filter((field) => !(field in data));
    if (missing.length === 0) return {};
    throw new AppError(
      "conflict",
      `What is stored cannot be opened. Give all of its fields anew; missing: ${missing.join(", ")}.`,
      { cause: error },
    );
  }
}

async function refuseTakenName(id: string, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const other = await db.credential.findFirst({ where: { name, id: { not: id } }, select: { id: true } });
  if (other) throw new AppError("conflict", `There is a credential named ${name} already: ${other.id}.`);
}
