import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReviewOutput } from "@/server/reviews/schema";
import { createModelPersona, execute } from "@/tests/factories/execution";
import { fetchCall } from "@/tests/support/agent";
import { ask, send } from "@/tests/support/api";
import { type KillableHub, startKillableHub } from "@/tests/support/killable-hub";
import { type MessagesApi, startMessagesApi } from "@/tests/support/messages-api";
import { call, say } from "@/tests/support/messages-api-answer";
import { query } from "@/tests/support/query";
import { awaitExecution, awaitState } from "@/tests/support/settle";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

const patienceMs = 120_000;
let api: MessagesApi;
let hubs: KillableHub;
let web: WebServer;
/** Answers that are held back until the test lets them go. */
let holds = false;
beforeAll(async () => {
  api = await startMessagesApi();
  web = await startWebServer((request, response) => {
    if (!(holds && request.path.startsWith("/slow"))) response.writeHead(200).end("ok");
  });
  hubs = await startKillableHub({
    ANTHROPIC_BASE_URL: api.url,
    ANTHROPIC_API_KEY: api.key,
    SAFE_FETCH_ALLOW: "127.0.0.1",
  });
});
afterAll(async () => {
  await hubs?.stop();
  await web?.stop();
  await api?.stop();
});

const requestsTo = (path: string) => web.requests.filter((request) => request.path === path);

async function start(path: string, policy: "allow" | "ask") {
  const write = fetchCall(`${web.url}${path}`, "POST");
  const persona = await createModelPersona(hubs.current(), api, [call([write]), say("Done.")]);
  await ask(hubs.current(), "PUT", `/api/personas/${persona.id}/tool-policies`, {
    policies: { http_request: policy },
  });
  return { persona, id: await execute(hubs.current(), { personaId: persona.id, prompt: "x" }) };
}

const awaitReview = async (executionId: string): Promise<ReviewOutput> => {
  const read = () => ask<ReviewOutput[]>(hubs.current(), "GET", `/api/executions/${executionId}/reviews`);
  const [review] = await awaitState(
    read,
    (rows) => rows.some(({ status }) => status === "pending"),
    patienceMs,
  );
  if (!review) throw new Error("no review");
  return review;
};

test("kill -9 between question and answer: the answer is taken, and what was approved happens once", async () => {
  const { persona, id } = await start("/asked", "ask");
  const review = await awaitReview(id);
  for (const victim of hubs.victims) await hubs.kill(victim);
  const hub = hubs.current();
  // The kill may have come before the run stood aside for the question; then it does so once the engine is back.
  const asked = await awaitState(
    () => awaitExecution(hub, id, () => true),
    ({ status }) => status !== "running",
    patienceMs,
  );
  expect(asked).toMatchObject({ status: "queued", waitingFor: "review" });
  const answer = { decision: "approve", argsHash: review.argsHash };
  await ask(hub, "POST", `/api/reviews/${review.id}/answer`, answer);
  expect((await send(hub, "POST", `/api/reviews/${review.id}/answer`, { json: answer })).status).toBe(409);
  await hubs.kill("engine");
  const ended = await awaitState(
    () => awaitExecution(hubs.current(), id, () => true),
    ({ status }) => status === "completed" || status === "failed",
    patienceMs,
  );
  expect(ended).toMatchObject({ status: "completed", outputData: "Done." });
  expect(requestsTo("/asked")).toHaveLength(1);
  expect(api.find(persona.name)).toHaveLength(2);
}, 300_000);

test("kill -9 while an approved write is under way: it is never repeated by itself", async () => {
  holds = true;
  const { id } = await start("/slow-write", "ask");
  const review = await awaitReview(id);
  await ask(hubs.current(), "POST", `/api/reviews/${review.id}/answer`, {
    decision: "approve",
    argsHash: review.argsHash,
  });
  await awaitState(
    async () => requestsTo("/slow-write").length,
    (count) => count === 1,
    patienceMs,
  );
  await hubs.kill("engine");
  const unknown = await awaitReview(id);
  expect(unknown.kind).toBe("outcome_unknown");
  expect(requestsTo("/slow-write")).toHaveLength(1);
  holds = false;
  await ask(hubs.current(), "POST", `/api/reviews/${unknown.id}/answer`, { decision: "done" });
  const ended = await awaitExecution(hubs.current(), id);
  expect(ended).toMatchObject({ status: "completed", outputData: "Done." });
  expect(requestsTo("/slow-write")).toHaveLength(1);
  const calls = await query(
    hubs.current(),
    "SELECT status FROM execution_tool_call WHERE execution_id = $1",
    [id],
  );
  expect(calls).toEqual([{ status: "completed" }]);
}, 300_000);

test("kill -9 again and again in a run of ten turns: no turn is paid twice", async () => {
  holds = false;
  const turns = Array.from({ length: 9 }, (_, n) =>
    call([fetchCall(`${web.url}/turn-${n}`)], { chunkDelayMs: 150 }),
  );
  const persona = await createModelPersona(hubs.current(), api, [...turns, say("Ten.")], { maxTurns: 20 });
  const id = await execute(hubs.current(), { personaId: persona.id, prompt: "x" });
  for (let round = 1; round <= 3; round++) {
    await awaitState(
      async () => api.find(persona.name).length,
      (count) => count >= round * 2,
      patienceMs,
    );
    await hubs.kill("engine");
  }
  const ended = await awaitState(
    () => awaitExecution(hubs.current(), id, () => true),
    ({ status }) => status === "completed" || status === "failed",
    patienceMs,
  );
  expect(ended).toMatchObject({ status: "completed", outputData: "Ten." });
  const rows = await query<{ turn: number }>(
    hubs.current(),
    "SELECT turn FROM execution_turn WHERE execution_id = $1 ORDER BY turn",
    [id],
  );
  // The stand-in gives each answer once, so that a turn that was cut off in the middle leaves one turn less to be made.
  expect(rows.map(({ turn }) => turn)).toEqual(rows.map((_, index) => index + 1));
  expect(rows.length).toBeGreaterThanOrEqual(7);
  // A turn that was cut off is asked for again, at most once a kill; those that were recorded are not.
  const answered = api.find(persona.name).filter(({ outcome }) => outcome === "answered");
  expect(answered.length).toBeLessThanOrEqual(rows.length + 3);
}, 300_000);
