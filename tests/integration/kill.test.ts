import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventOutput } from "@/server/events/schema";
import type { ExecutionDetail } from "@/server/executions/schema";
import type { PersonaOutput } from "@/server/personas/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { ask, send } from "@/tests/support/api";
import { awaitNoBacklog } from "@/tests/support/backlog";
import { type KillableHub, startKillableHub, type Victim } from "@/tests/support/killable-hub";
import { type MessagesApi, startMessagesApi } from "@/tests/support/messages-api";
import { countRows, query } from "@/tests/support/query";
import { makePush, sendGitlab, signBody } from "@/tests/support/webhook";

const senderCount = 6;
const roundCount = 2;
/** Enough deliveries that kills come at every stage of some; a slow machine goes on until they are made. */
const leastCount = 100;
const answer = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");

let api: MessagesApi;
let hubs: KillableHub;
let speaker: PersonaOutput;
beforeAll(async () => {
  // About half a second an answer, so that runs are in flight whenever a kill comes.
  api = await startMessagesApi({
    answer: { kind: "text", text: answer, chunkCharacters: 25, chunkDelayMs: 50 },
  });
  hubs = await startKillableHub({ ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: api.key });
  speaker = await createPersona(hubs.current(), { runtime: "hub", maxConcurrent: 25 });
  await subscribe(hubs.current(), speaker, { eventType: "gitlab_push" });
  await subscribe(hubs.current(), await createPersona(hubs.current(), { maxConcurrent: 25 }), {
    eventType: "gitlab_push",
  });
});
afterAll(async () => {
  await hubs?.stop();
  await api?.stop();
});

/** Delivery id → the event that the 2xx answer named. */
const acknowledged = new Map<string, string>();
const killed: Victim[] = [];

test("kill -9 of every process, twice and at any moment, loses nothing and runs nothing twice", async () => {
  let isOver = false;
  const senders = Array.from({ length: senderCount }, () =>
    sendUntil(() => isOver && acknowledged.size > leastCount),
  );
  for (const victim of plan(hubs.victims)) {
    await delay(500 + Math.random() * 2_000);
    await hubs.kill(victim);
    killed.push(victim);
  }
  isOver = true;
  await Promise.all(senders);
  expect(acknowledged.size).toBeGreaterThan(leastCount);
  const hub = hubs.current();
  for (const victim of hubs.victims)
    expect(killed.filter((each) => each === victim)).toHaveLength(roundCount);

  await awaitNoBacklog(hub);
  await expectEveryEventSettled();
  await expectOneExecutionEach();
  await expectNoTurnPaidTwice();
  await expectWholeOutput();
}, 900_000);

/** Every victim `roundCount` times, shuffled. */
function plan(victims: Victim[]): Victim[] {
  const all = Array.from({ length: roundCount }, () => victims).flat();
  return all
    .map((victim) => ({ victim, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ victim }) => victim);
}

/** Sends deliveries, by turns with a bearer and signed, each again and again until it is acknowledged. */
async function sendUntil(isOver: () => boolean): Promise<void> {
  for (let count = 0; !isOver(); count++) {
    const id = uniqueWord("delivery");
    const attempt = () => (count % 2 === 0 ? sendPush(id) : sendSigned(id));
    for (;;) {
      const reply = await attempt().catch(() => null);
      if (reply?.status === 201) {
        acknowledged.set(id, (reply.json as EventOutput).id);
        break;
      }
      if (reply && reply.status < 500) throw new Error(`${reply.status}: ${reply.text}`);
      await delay(200);
    }
    await delay(Math.random() * 400);
  }
}

function sendPush(id: string) {
  return sendGitlab(hubs.current(), makePush("team/app", { delivery: id }), { "Idempotency-Key": id });
}

function sendSigned(id: string) {
  const body = JSON.stringify({ delivery: id });
  return send(hubs.current(), "POST", `/api/webhooks/${speaker.id}`, {
    body,
    headers: {
      "Content-Type": "application/json",
      "X-Webhook-Signature": signBody(speaker.webhookSecret, body),
      "webhook-id": id,
    },
    key: null,
  });
}

async function expectEveryEventSettled(): Promise<void> {
  const rows = await query<{ id: string; status: string; errorMessage: string | null }>(
    hubs.current(),
    'SELECT id, status, error_message AS "errorMessage" FROM event',
  );
  expect(rows.map(({ id }) => id).toSorted()).toEqual([...acknowledged.values()].toSorted());
  const odd = rows.filter(
    ({ status, errorMessage }) => status !== "delivered" && !(status === "failed" && errorMessage),
  );
  expect(odd).toEqual([]);
}

async function expectOneExecutionEach(): Promise<void> {
  const rows = await query<{ eventType: string; personaCount: number; executionCount: number }>(
    hubs.current(),
    `SELECT e.event_type AS "eventType", count(DISTINCT x.persona_id)::int AS "personaCount", count(x.id)::int AS "executionCount"
     FROM event e LEFT JOIN execution x ON x.event_id = e.id WHERE e.status = 'delivered' GROUP BY e.id, e.event_type`,
  );
  for (const { eventType, personaCount, executionCount } of rows) {
    const expected = eventType === "gitlab_push" ? 2 : 1;
    expect([personaCount, executionCount]).toEqual([expected, expected]);
  }
  const silent = await countRows(
    hubs.current(),
    "execution",
    "status <> 'completed' AND error_message IS NULL",
  );
  expect(silent).toBe(0);
}

/** Once a turn's row is there, the model is not asked for it again. */
async function expectNoTurnPaidTwice(): Promise<void> {
  const turns = await query<{ input: string; createdAt: Date; counted: number; inputTokens: number }>(
    hubs.current(),
    `SELECT x.input_data AS input, t.created_at AS "createdAt", x.input_tokens AS counted, t.input_tokens AS "inputTokens"
     FROM execution_turn t JOIN execution x ON x.id = t.execution_id`,
  );
  expect(turns.length).toBeGreaterThan(100);
  for (const { input, createdAt, counted, inputTokens } of turns) {
    const { delivery } = JSON.parse(input) as { delivery: string };
    const asked = api.find(delivery);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ receivedAt }) => receivedAt > createdAt.getTime())).toEqual([]);
    expect(counted).toBe(inputTokens);
  }
}

/** Output is numbered without gaps, and what counts of it is the whole answer. */
async function expectWholeOutput(): Promise<void> {
  const gaps = await query(
    hubs.current(),
    "SELECT execution_id FROM execution_output GROUP BY execution_id HAVING count(*) <> max(seq) OR min(seq) <> 1",
  );
  expect(gaps).toEqual([]);
  const completed = await query<{ id: string }>(
    hubs.current(),
    "SELECT id FROM execution WHERE status = 'completed' AND runtime = 'hub' ORDER BY random() LIMIT 25",
  );
  for (const { id } of completed) {
    const { output, outputData } = await ask<ExecutionDetail>(hubs.current(), "GET", `/api/executions/${id}`);
    expect(outputData).toBe(answer);
    expect(output.join("\n").slice(-answer.length)).toBe(answer);
  }
}
