import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Inngest, type InngestFunction } from "inngest";
import { pino } from "pino";
import { type Engine, type EngineOptions, startEngine } from "@/inngest/embedded/engine";
import { loopbackFetch } from "@/inngest/embedded/loopback";
import type { TestDatabase } from "./database";

export const eventKey = "test-event-key-0001";
export const signingKey = "signkey-test-00112233445566778899aabbccddeeff";

/** Quiet: what a test makes fail is not news. */
const log = pino({ level: process.env.ENGINE_TEST_LOG ?? "silent" });

/** A port on loopback that was free a moment ago: the client must know it before the engine listens. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A client whose functions send to the engine on `port`, with the hub's own way of checkpointing. */
export function createClient(port: number, options: { checkpointing?: boolean } = {}): Inngest {
  return new Inngest({
    id: "test",
    isDev: false,
    checkpointing: (options.checkpointing ?? true) && { bufferedSteps: 1, maxRuntime: "10s" },
    fetch: loopbackFetch,
    eventKey,
    signingKey,
    baseUrl: `http://127.0.0.1:${port}`,
    logger: log,
  });
}

/** Starts an engine over the functions, with retries that a test can wait for. */
export function openEngine(
  database: Pick<TestDatabase, "db">,
  client: Inngest,
  functions: InngestFunction.Any[],
  options: Partial<EngineOptions> & { port: number },
): Promise<Engine> {
  return startEngine({
    eventKey,
    signingKey,
    db: database.db,
    client,
    functions,
    log,
    firstRetryMs: 20,
    ...options,
  });
}

/** Posts to the intake and returns status and body. */
export async function post(
  port: number,
  body: unknown,
  options: { key?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${port}/e/${options.key ?? eventKey}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...options.headers },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Waits until `check` gives something truthy; throws after `ms`. */
export async function eventually<T>(check: () => T | Promise<T>, ms = 30_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await check();
    if (found) return found as NonNullable<T>;
    if (Date.now() > deadline) throw new Error("it did not come about in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export type RunRecord = {
  id: string;
  functionId: string;
  status: string;
  result: string | null;
  attempt: number;
};

/** The runs of a function in the order of their start. */
export function readRuns(database: TestDatabase, functionId: string): Promise<RunRecord[]> {
  return database.db.engineRun.findMany({
    where: { functionId: `test-${functionId}` },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, functionId: true, status: true, result: true, attempt: true },
  });
}

/** Waits until `count` runs of a function have ended, and returns them. */
export function awaitRuns(
  database: TestDatabase,
  functionId: string,
  count = 1,
  ms?: number,
): Promise<RunRecord[]> {
  return eventually(async () => {
    const ended = (await readRuns(database, functionId)).filter(({ status }) => status !== "active");
    return ended.length >= count ? ended : null;
  }, ms);
}
