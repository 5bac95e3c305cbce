import { listEntries, openContent } from "@/server/credentials/fields";
import { openStoredSecrets } from "@/server/credentials/stored-secrets";
import { toVariableName } from "@/server/credentials/variable-name";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { listEnvSecrets } from "@/server/env-secrets";
import { forgetKept, keepEachFor, keepFor } from "@/server/keep-for";
import { rememberSecrets } from "@/server/known-secrets";
import { logger } from "@/server/logger";
import { createRedactor, type Redactor } from "@/server/redact";

/** One field of a credential as the environment variable it becomes: CONNECTOR_{NAME}_{FIELD}, or CONNECTOR_{NAME}. */
export type CredentialVariable = {
  name: string;
  credentialId: string;
  serviceType: string;
  /** Hosts that its value may be sent to. */
  allowedHosts: string[];
};
export type OpenedVariable = CredentialVariable & { value: string };

/** What a persona's credentials come to. */
type Held = { variables: OpenedVariable[]; redactor: Redactor };

const freshMs = 1_000;
const mostKept = 1_000;
const findHeld = keepEachFor(freshMs, readHeld, mostKept);
/** What was made of the rows last read; made again only when they have changed. */
const made = new Map<string, { of: string; held: Held }>();
let readStored = keepFor(freshMs, openStoredSecrets);

/** A use is noted once in so many milliseconds, so that a busy persona does not write for every call. */
const noteEveryMs = 10_000;
const notedAt = new Map<string, number>();
const mostNoted = 10_000;

/**
 * The variables of the credentials a persona is linked to, by name; no values. A credential that cannot be opened has
 * none. At most a second old; a change in this process counts at once.
 */
export async function listVariables(personaId: string): Promise<CredentialVariable[]> {
  const { variables } = await findHeld(personaId);
  return variables.map(({ value: _value, ...variable }) => variable);
}

/**
 * The same with their values, for the call or the worker they are about to be handed to: those with these names, or
 * all; marks their credentials as used.
 */
export async function openVariables(personaId: string, names?: readonly string[]): Promise<OpenedVariable[]> {
  const { variables } = await findHeld(personaId);
  const opened = names ? variables.filter(({ name }) => names.includes(name)) : variables;
  await noteUse(opened);
  return opened;
}

/** Takes out of a persona's output whatever its credentials hold, and the hub's own secrets. */
export async function readRedactor(personaId: string): Promise<Redactor> {
  return (await findHeld(personaId)).redactor;
}

/** To be called once a credential, a link or a stored secret was changed. */
export function forgetHeld(): void {
  forgetKept();
  readStored = keepFor(freshMs, openStoredSecrets);
}

async function readHeld(personaId: string): Promise<Held> {
  const [rows, stored] = await Promise.all([
    db.credential.findMany({
      where: { personas: { some: { personaId } } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { id: true, name: true, serviceType: true, allowedHosts: true, sealed: true },
    }),
    readStored(),
  ]);
  const of = JSON.stringify([rows, stored]);
  const before = made.get(personaId);
  if (before?.of === of) return before.held;
  const opened = rows.flatMap(openRow);
  const values = opened.map(({ value }) => value);
  rememberSecrets(values);
  // Two can come to have one name when a credential is renamed; the older keeps it.
  const variables = opened.filter(({ name }, at) => opened.findIndex((each) => each.name === name) === at);
  const held = { variables, redactor: createRedactor([...values, ...stored, ...listEnvSecrets(env())]) };
  if (made.size >= mostKept) made.clear();
  made.set(personaId, { of, held });
  return held;
}

type Row = { id: string; name: string; serviceType: string; allowedHosts: string; sealed: string };

function openRow({ id, name, serviceType, allowedHosts, sealed }: Row): OpenedVariable[] {
  try {
    const hosts = JSON.parse(allowedHosts) as string[];
    return listEntries(openContent(id, sealed)).map(([field, value]) => ({
      name: toVariableName(name, field),
      credentialId: id,
      serviceType,
      allowedHosts: hosts,
      value,
    }));
  } catch (error) {
    logger.warn({ credentialId: id, err: error }, "A credential could not be opened and is left out.");
    return [];
  }
}

async function noteUse(variables: Held["variables"]): Promise<void> {
  const now = Date.now();
  const ids = [...new Set(variables.map(({ credentialId }) => credentialId))];
  const due = ids.filter((id) => now - (notedAt.get(id) ?? 0) >= noteEveryMs);
  if (due.length === 0) return;
  if (notedAt.size + due.length > mostNoted) notedAt.clear();
  for (const id of due) notedAt.set(id, now);
  // Not through Prisma, which would call it a change of the credential.
  await db.$executeRaw`UPDATE credential SET last_used_at = now() WHERE id = ANY(${due}::text[])`;
}
