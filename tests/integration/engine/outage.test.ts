import { once } from "node:events";
import { connect as connectSocket, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { connect, openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, createClient, eventually, findFreePort, openEngine, post } from "./harness";

const port = await findFreePort();
const proxyPort = await findFreePort();
const client = createClient(port);
const carriedOut: string[] = [];

const walk = client.createFunction({ id: "walk", triggers: { event: "o/walk" } }, async ({ step, runId }) => {
  for (let n = 0; n < 5; n++) {
    await step.run(`step ${n}`, async () => {
      carriedOut.push(`${runId} ${n}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
  }
});

let database: TestDatabase;
let engine: Engine;
let proxy: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  database = await openTestDatabase();
  proxy = await openProxy();
  const url = new URL(database.url);
  url.host = `127.0.0.1:${proxyPort}`;
  engine = await openEngine({ db: connect(url.href) }, client, [walk], { port });
});

afterAll(async () => {
  await engine.stop();
  for (const socket of sockets) socket.destroy();
  proxy.close();
  await database.close();
});

test("a database that goes away for a while costs time, no step and no event", async () => {
  const send = (n: number) => post(port, { id: `walk-${n}`, name: "o/walk" });
  for (let n = 0; n < 10; n++) await send(n);
  for (const socket of sockets) socket.destroy();
  proxy.close();
  const late = send(10);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  proxy = await openProxy();
  await late;
  // It may have been told to come again; it counts once.
  await eventually(async () => (await send(10)).status === 200);
  const runs = await awaitRuns(database, "walk", 11);
  expect(runs.every(({ status }) => status === "completed")).toBe(true);
  expect(new Set(carriedOut).size).toBe(55);
  expect(carriedOut).toHaveLength(55);
}, 60_000);

/** Stands between engine and database, so that the connection can be cut. */
async function openProxy(): Promise<Server> {
  const { hostname, port: databasePort } = new URL(database.url);
  const server = createServer((socket) => {
    const upstream = connectSocket(Number(databasePort), hostname);
    for (const end of [socket, upstream]) {
      sockets.add(end);
      end.on("error", () => undefined);
      end.on("close", () => {
        sockets.delete(end);
        socket.destroy();
        upstream.destroy();
      });
    }
    socket.pipe(upstream).pipe(socket);
  });
  server.listen(proxyPort, "127.0.0.1");
  await once(server, "listening");
  return server;
}
