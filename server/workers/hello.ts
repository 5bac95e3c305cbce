import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { randomHex, sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { leaseEnd, leaseTimes, protocolVersion } from "@/server/workers/lease";
import type { HelloInput } from "@/server/workers/schema";

/**
 * Opens a worker's session, which ends the one it had: a process that said hello earlier as the same worker is refused
 * from now on. Of what the process says it runs, the leases that hold are renewed and named in `keep`; what else the
 * worker had is another's to take at once.
 */
export async function hello(actor: Actor, input: HelloInput) {
  requireScope(actor, "workers:run");
  const { workerId, activeExecutions, name, version, maxSlots, claudeCliVersion = null } = input;
  const sessionToken = randomHex(24);
  const facts = {
    sessionHash: sha256(sessionToken),
    name,
    version,
    maxSlots,
    claudeCliVersion,
    labels: JSON.stringify(input.labels),
    capabilities: JSON.stringify(input.capabilities),
    connectedAt: new Date(),
    lastSeenAt: new Date(),
    lastPollAt: null,
  };
  const ids = activeExecutions.map(({ executionId }) => executionId);
  const numbers = activeExecutions.map(({ leaseNumber }) => leaseNumber);
  const isKnown = Prisma.sql`EXISTS (
    SELECT 1 FROM unnest(${ids}::text[], ${numbers}::int[]) AS known(id, number)
    WHERE known.id = execution.id AND known.number = execution.lease_number)`;
  const [, kept] = await db.$transaction([
    db.worker.upsert({ where: { id: workerId }, create: { id: workerId, ...facts }, update: facts }),
    db.$queryRaw<{ id: string; isKept: boolean }[]>`
      UPDATE execution SET
        lease_expires_at = CASE WHEN ${isKnown} THEN ${leaseEnd()} ELSE least(lease_expires_at, now()) END
      WHERE status = 'running' AND worker_id = ${workerId}
      RETURNING id, ${isKnown} AS "isKept"`,
  ]);
  return {
    workerId,
    sessionToken,
    protocolVersion,
    ...leaseTimes(),
    keep: kept.filter(({ isKept }) => isKept).map(({ id }) => id),
  };
}
