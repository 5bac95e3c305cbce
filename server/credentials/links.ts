import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import type { CredentialOutput, LinkInput } from "@/server/credentials/schema";
import { getCredential } from "@/server/credentials/service";
import { toOutput, withPersonas } from "@/server/credentials/to-output";
import { forgetHeld } from "@/server/credentials/use";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import { readPersona } from "@/server/personas/service";

/** The credentials that a persona is linked to, by name, masked. Throws not_found. */
export async function listLinked(actor: Actor, personaId: string): Promise<CredentialOutput[]> {
  requireScope(actor, "credentials:read");
  await readPersona(personaId);
  const rows = await db.credential.findMany({
    where: { personas: { some: { personaId } } },
    include: withPersonas,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map(toOutput);
}

/**
 * Gives a persona a credential; again changes nothing. Throws not_found for either, conflict when one of its variables
 * would have the name of one that the persona has already.
 */
export async function linkCredential(
  actor: Actor,
  { personaId, credentialId }: LinkInput,
): Promise<{ linked: true }> {
  requireScope(actor, "credentials:write");
  const credential = await getCredential(actor, credentialId);
  for (const other of await listLinked(actor, personaId)) {
    const shared = other.variables.find((name) => credential.variables.includes(name));
    if (other.id !== credentialId && shared)
      throw new AppError(
        "conflict",
        `${shared} is a variable of ${other.name} already. Rename one of the two.`,
      );
  }
  const { count } = await db.personaCredential.createMany({
    data: [{ personaId, credentialId }],
    skipDuplicates: true,
  });
  forgetHeld();
  if (count > 0) await recordAudit(actor, "credential_linked", credentialId, { personaId });
  return { linked: true };
}

/** Takes a credential from a persona. Throws not_found when it had it not. */
export async function unlinkCredential(
  actor: Actor,
  { personaId, credentialId }: LinkInput,
): Promise<{ deleted: true }> {
  requireScope(actor, "credentials:write");
  const { count } = await db.personaCredential.deleteMany({ where: { personaId, credentialId } });
  if (count === 0) throw notFound("credential of this persona", credentialId);
  forgetHeld();
  await recordAudit(actor, "credential_unlinked", credentialId, { personaId });
  return { deleted: true };
}
