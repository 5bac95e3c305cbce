import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signBody } from "@/inngest/embedded/signing";
import { readProcesses } from "@/scripts/start/processes";
import type { EventOutput } from "@/server/events/schema";
import { createPersona } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { send } from "@/tests/support/api";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Hub, startHub } from "@/tests/support/hub";
import { callHub, type InngestServer, startInngestServer } from "@/tests/support/inngest-server";
import { countRows } from "@/tests/support/query";
import { awaitEvent, awaitExecution, awaitExecutionsOf, awaitState } from "@/tests/support/settle";
import { makePush, sendGitlab } from "@/tests/support/webhook";

let server: InngestServer;
let hub: Hub;
let database: TestDatabase | null;

beforeAll(async () => {
  server = await startInngestServer();
  database = process.env.TEST_DATABASE_URL ? await createDatabase(process.env.TEST_DATABASE_URL) : null;
  hub = await startHub({ seed: false, env: { ...inngestVariables(), ...databaseVariables() } });
});

afterAll(async () => {
  await hub?.stop();
  await database?.close();
  await server?.stop();
});

describe("with the INNGEST_* variables set", () => {
  test("no engine is started, and the server's health is the engine's", async () => {
    expect(readProcesses(hub.dataDir)).toMatchObject({ engine: null, web: expect.any(Number) });
    expect(hub.output).toContain("Inngest (INNGEST_*)");
    const { status, json } = await send(hub, "GET", "/healthz", { key: null });
    expect(status).toBe(200);
    expect(json).toMatchObject({ dependencies: { engine: { status: "healthy", kind: "inngest" } } });
  });

  test("a push is delivered and its execution carried out, by the server's calls alone", async () => {
    const persona = await createPersona(hub);
    await subscribe(hub, persona, { eventType: "gitlab_push" });
    const reply = await sendGitlab(hub, makePush("team/app"));
    expect(reply.status).toBe(201);
    const { id } = reply.json as EventOutput;
    await awaitState(
      async () => server.events,
      (events) => events.some(({ data }) => data.eventId === id),
    );
    expect(server.runs).toEqual([]);

    const functionIds = await server.sync(hub.url);
    expect(functionIds).toEqual(expect.arrayContaining(["ensemble-match-event", "ensemble-run-execution"]));
    expect(await awaitEvent(hub, id)).toMatchObject({ status: "delivered" });
    const [made] = await awaitExecutionsOf(hub, id);
    expect(await awaitExecution(hub, made?.id ?? "")).toMatchObject({
      status: "completed",
      personaId: persona.id,
    });

    await awaitState(
      async () => server.runs,
      (runs) => runs.every(({ outcome }) => outcome !== null),
    );
    expect(server.runs.find(({ event }) => event.data.eventId === id)).toMatchObject({
      functionId: "ensemble-match-event",
      steps: ["match"],
      outcome: { status: 200 },
    });
    expect(server.runs.find(({ event }) => event.data.executionId === made?.id)).toMatchObject({
      functionId: "ensemble-run-execution",
      steps: ["claim", "turn-1"],
      outcome: { status: 200, body: "completed" },
    });
    expect(server.refused).toBe(0);
    expect(await countRows(hub, "outbox", "true")).toBe(0);
    for (const table of ["engine_lease", "engine_event", "engine_run"])
      expect(await countRows(hub, table, "true"), table).toBe(0);
  });
});

describe("/api/inngest", () => {
  const call = "?fnId=ensemble-match-event&stepId=step";
  const body = '{"ctx":{},"event":{},"events":[{}],"steps":{},"version":2}';
  const otherKey = `signkey-test-${randomBytes(32).toString("hex")}`;
  const hourAgo = Date.now() - 3_600_000;

  test.each<[string, () => string | null]>([
    ["no signature", () => null],
    ["no signature but words", () => "words"],
    ["another key's signature", () => signBody(body, otherKey)],
    ["the signature of another body", () => signBody("{}", server.signingKey)],
    ["a signature of an hour ago", () => signBody(body, server.signingKey, hourAgo)],
  ])("refuses %s with 401", async (_name, sign) => {
    const url = `${hub.url}/api/inngest`;
    expect((await callHub("POST", `${url}${call}`, body, sign())).status).toBe(401);
    expect((await callHub("PUT", url, body, sign())).status).toBe(401);
    expect((await callHub("GET", url, null, sign())).status).toBe(401);
  });
});

test("an event key that the server does not know costs nothing: the fact is kept until it is known", async () => {
  const wrong = await startHub({
    seed: false,
    env: { ...inngestVariables(), INNGEST_EVENT_KEY: randomBytes(16).toString("hex") },
  });
  try {
    const { status, json } = await sendGitlab(wrong, makePush("team/other"));
    expect(status).toBe(201);
    const { id } = json as EventOutput;
    await awaitState(
      async () => server.refused,
      (count) => count > 0,
    );
    expect(server.events.some(({ data }) => data.eventId === id)).toBe(false);
    expect(await countRows(wrong, "outbox", "data LIKE $1", [`%${id}%`])).toBe(1);
  } finally {
    await wrong.stop();
  }
});

function inngestVariables(): Record<string, string> {
  return {
    INNGEST_BASE_URL: server.url,
    INNGEST_EVENT_KEY: server.eventKey,
    INNGEST_SIGNING_KEY: server.signingKey,
  };
}

function databaseVariables(): Record<string, string> {
  return database ? { DATABASE_URL: database.url } : {};
}
