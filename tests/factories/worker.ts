import { randomBytes } from "node:crypto";
import { createId } from "@/lib/ids";
import type { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import type { ErrorBody } from "@/server/errors";
import { offerToWorkers } from "@/server/workers/offer";
import type { Assignment, HeartbeatOutput, LeaseOutput } from "@/server/workers/schema";
import { type Reply, send } from "@/tests/support/api";
import type { RestServer } from "@/tests/support/rest-server";
import { insertPersona } from "@/tests/support/services";

export type TestWorker = {
  id: string;
  sessionToken: string;
  keep: string[];
  lease: (fields?: object) => Promise<LeaseOutput>;
  heartbeat: (held?: Held[], fields?: object) => Promise<HeartbeatOutput>;
  /** A message about an execution it was given. */
  tell: (name: string, assignment: Held, body: object) => Promise<Reply>;
};
type Held = Pick<Assignment, "executionId" | "leaseNumber">;

/** Says hello as a worker would; with an id of its own unless one is given. */
export async function connectWorker(hub: RestServer, fields: object = {}): Promise<TestWorker> {
  const workerId = `wrk_${randomBytes(6).toString("hex")}`;
  const hello = { workerId, name: workerId, version: "1.2.3", maxSlots: 2, ...fields };
  const post = (name: string, json: object) =>
    send(hub, "POST", `/api/workers/${name}`, { json, key: hub.workerToken });
  const reply = await post("hello", hello);
  const ack = expectOk<{ workerId: string; sessionToken: string; keep: string[] }>(reply);
  const session = { workerId: ack.workerId, sessionToken: ack.sessionToken };
  return {
    id: ack.workerId,
    sessionToken: ack.sessionToken,
    keep: ack.keep,
    lease: async (more = {}) =>
      expectOk<LeaseOutput>(await post("lease", { ...session, freeSlots: 1, waitMs: 0, ...more })),
    heartbeat: async (held = [], more = {}) => {
      const executions = held.map(({ executionId, leaseNumber }) => ({ executionId, leaseNumber }));
      return expectOk<HeartbeatOutput>(await post("heartbeat", { ...session, executions, ...more }));
    },
    tell: (name, { executionId, leaseNumber }, body) =>
      post(name, { ...session, executionId, leaseNumber, ...body }),
  };
}

/** The JSON of a 2xx reply. Throws what was said otherwise. */
export function expectOk<Output>(reply: Reply): Output {
  if (reply.status >= 300) throw new Error(`answered ${reply.status}: ${reply.text}`);
  return reply.json as Output;
}

/** Status and issue of a refusal. */
export function readRefusal({ status, json }: Reply): { status: number; path: string; message: string } {
  const body = json as ErrorBody;
  return { status, path: body.issues?.[0]?.path ?? "", message: body.error };
}

/** An execution of a persona with the runtime worker, claimed and offered as the engine's function does. */
export async function offerExecution(
  persona: Partial<Prisma.PersonaCreateInput> = {},
  fields: Partial<Prisma.ExecutionUncheckedCreateInput> = {},
): Promise<string> {
  const personaId = await insertPersona({ runtime: "worker", ...persona });
  const id = createId("execution");
  const now = new Date();
  await db.execution.create({
    data: {
      id,
      personaId,
      personaName: personaId,
      runtime: "worker",
      status: "running",
      timeoutMs: 60_000,
      calledAt: now,
      startedAt: now,
      claimedBy: "run-1",
      inputData: JSON.stringify({ request: "Say hello" }),
      ...fields,
    },
  });
  await offerToWorkers(id);
  return id;
}

/** Lets the lease of an execution lapse, as if its worker had given no sign for its time. */
export async function lapse(executionId: string): Promise<void> {
  await db.$executeRaw`UPDATE execution SET lease_expires_at = now() - interval '1 second' WHERE id = ${executionId}`;
}

/** Gives the execution to the worker. Throws when it is given another one, or none. */
export async function take(worker: TestWorker, executionId: string): Promise<Assignment> {
  const { assign } = await worker.lease();
  if (assign?.executionId !== executionId) throw new Error(`Was given ${assign?.executionId ?? "nothing"}`);
  return assign;
}
