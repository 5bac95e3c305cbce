import { open, seal } from "@/server/crypto";
import { db } from "@/server/db";

const freshMs = 1_000;
const mostKept = 1_000;
type Opened = { text: string; expiresAt: number };
const kept = new Map<string, { secrets: Opened[]; readAt: number }>();
/** Counts what was forgotten, so that a read begun before does not bring it back. */
let forgotten = 0;

/**
 * The secrets that may sign a persona's webhooks at `now` (epoch ms): the current one, and the one before until it
 * expires. Null when there is no such persona. At most a second old, so that the hot path needs no query of its own;
 * a rotation or a removal in this process counts at once.
 */
export async function readWebhookSecrets(personaId: string, now = Date.now()): Promise<string[] | null> {
  const cached = kept.get(personaId);
  const isFresh = cached !== undefined && Math.abs(Date.now() - cached.readAt) < freshMs;
  const secrets = isFresh ? cached.secrets : await openStored(personaId);
  return secrets?.filter(({ expiresAt }) => expiresAt > now).map(({ text }) => text) ?? null;
}

/** To be called once a persona's secret was changed, or the persona removed. */
export function forgetWebhookSecrets(personaId: string): void {
  forgotten += 1;
  kept.delete(personaId);
}

export function sealWebhookSecret(personaId: string, secret: string): string {
  return seal(secret, placeOf(personaId));
}

async function openStored(personaId: string): Promise<Opened[] | null> {
  const before = forgotten;
  const readAt = Date.now();
  const row = await db.persona.findUnique({
    where: { id: personaId },
    select: {
      webhookSecretSealed: true,
      previousWebhookSecretSealed: true,
      previousWebhookSecretExpiresAt: true,
    },
  });
  if (row === null) return null;
  const { previousWebhookSecretSealed: previous, previousWebhookSecretExpiresAt: expiresAt } = row;
  const secrets = [
    { text: open(row.webhookSecretSealed, placeOf(personaId)), expiresAt: Number.POSITIVE_INFINITY },
  ];
  if (previous !== null && expiresAt !== null)
    secrets.push({ text: open(previous, placeOf(personaId)), expiresAt: expiresAt.getTime() });
  if (kept.size >= mostKept) kept.clear();
  if (before === forgotten) kept.set(personaId, { secrets, readAt });
  return secrets;
}

function placeOf(id: string) {
  return { table: "persona", id, field: "webhook_secret_sealed" };
}
