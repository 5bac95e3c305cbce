import { Prisma } from "@/prisma/generated/client";
import { sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";

/** The version of the workers' protocol (contracts/personas.md §1.8). */
export const protocolVersion = "1.0.0";
/** How often a worker that had an execution may be lost before the execution fails. */
export const mostLosses = 2;
/** A worker has this long to end what was cancelled, in milliseconds. */
export const cancelGraceMs = 45_000;

/** Which process of a worker is speaking. */
export type Session = { workerId: string; sessionToken: string };
/** What every write of a worker names: the execution and the number of the lease it has it under. */
export type Lease = Session & { executionId: string; leaseNumber: number };

/** How long a worker holds an execution without a sign, and how often it gives one: 30 s and 10 s (design §7). */
export function leaseTimes(): { leaseMs: number; renewMs: number } {
  const leaseMs = env().WORKER_LEASE_MS;
  return { leaseMs, renewMs: Math.round(leaseMs / 3) };
}

/** The time at which a lease given or renewed now ends, as an SQL expression. */
export function leaseEnd(): Prisma.Sql {
  return Prisma.sql`now() + ${leaseTimes().leaseMs}::int * interval '1 millisecond'`;
}

/**
 * The condition on a row of `execution` that every write of a worker carries in its own statement: the execution runs
 * under this very lease, which has not lapsed, and the process is the one that said hello last. The lease's number is
 * the fencing token: whoever takes the execution next raises it.
 */
export function heldBy({ executionId, leaseNumber, ...session }: Lease): Prisma.Sql {
  return Prisma.sql`execution.id = ${executionId} AND execution.status = 'running'
    AND execution.worker_id = ${session.workerId} AND execution.lease_number = ${leaseNumber}
    AND execution.lease_expires_at > now() AND EXISTS (${openSession(session)})`;
}

/** The row of the worker whose session this is, as an SQL query. */
export function openSession({ workerId, sessionToken }: Session): Prisma.Sql {
  return Prisma.sql`SELECT 1 FROM worker WHERE worker.id = ${workerId} AND worker.session_hash = ${sha256(sessionToken)}`;
}

/** Why a worker's write was refused. Its one issue's path says it to the worker: worker, session or lease. */
export async function refuseWrite(session: Session): Promise<AppError> {
  return (await refuseSession(session)) ?? conflict("lease", "This lease has passed to another worker.");
}

/** Why a worker's call is refused whatever it is about; null when its session is the open one. */
export async function refuseSession({ workerId, sessionToken }: Session): Promise<AppError | null> {
  const worker = await db.worker.findUnique({ where: { id: workerId }, select: { sessionHash: true } });
  if (!worker) return conflict("worker", "This worker was removed from the hub.");
  if (worker.sessionHash !== sha256(sessionToken))
    return conflict("session", "Replaced: another process said hello as this worker.");
  return null;
}

/** A refusal that the worker can tell apart by the path of its issue. */
export function conflict(path: string, message: string): AppError {
  return new AppError("conflict", message, { issues: [{ path, message }] });
}
