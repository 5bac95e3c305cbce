import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventOutput } from "@/server/events/schema";
import type { PersonaOutput } from "@/server/personas/schema";
import { createPersona } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { type Reply, send } from "@/tests/support/api";
import { awaitNoBacklog } from "@/tests/support/backlog";
import { type KillableHub, startKillableHub, type Victim } from "@/tests/support/killable-hub";
import { countRows, query } from "@/tests/support/query";
import { makePush, signBody } from "@/tests/support/webhook";

/** The embedded database is the rarer companion of a kill in the field, so it gets the long run. */
const killCount = process.env.TEST_DATABASE_URL ? 10 : 50;
const deliveryCount = 5_000;
const senderCount = 8;

let hubs: KillableHub;
let target: PersonaOutput;
const gitlabSecret = randomBytes(24).toString("hex");

beforeAll(async () => {
  hubs = await startKillableHub({
    GITLAB_WEBHOOK_SECRET: gitlabSecret,
    LOG_LEVEL: "error",
    RESTART_WAIT_MS: "500",
  });
  target = await createPersona(hubs.current(), { maxConcurrent: 100 });
  for (let count = 0; count < 2; count++) {
    const listener = await createPersona(hubs.current(), { maxConcurrent: 100 });
    await subscribe(hubs.current(), listener, { eventType: "gitlab_push", sourceFilter: "storm/*" });
  }
});
afterAll(() => hubs?.stop());

/** Delivery id → the event that the 2xx answer named. */
const acknowledged = new Map<string, string>();
let sent = 0;
let kills = 0;

test(`kill -9 of web and engine, ${killCount} times during ${deliveryCount} signed deliveries: none lost, none doubled`, async () => {
  const senders = Array.from({ length: senderCount }, sendShare);
  for (; kills < killCount; kills++) {
    await delay(Math.random() * 1_000);
    const victim: Victim = Math.random() < 0.5 ? "web" : "engine";
    await hubs.kill(victim);
  }
  await Promise.all(senders);
  expect(acknowledged.size).toBe(deliveryCount);
  await awaitNoBacklog(hubs.current());

  const events = await query<{ id: string; status: string }>(hubs.current(), "SELECT id, status FROM event");
  expect(events.map(({ id }) => id).toSorted()).toEqual([...acknowledged.values()].toSorted());
  expect(events.filter(({ status }) => status !== "delivered")).toEqual([]);
  const odd = await query(
    hubs.current(),
    `SELECT e.id, count(x.id)::int AS runs FROM event e LEFT JOIN execution x ON x.event_id = e.id AND x.status = 'completed'
     GROUP BY e.id HAVING count(x.id) <> CASE e.event_type WHEN 'gitlab_push' THEN 2 ELSE 1 END`,
  );
  expect(odd).toEqual([]);
  const pushCount = await countRows(hubs.current(), "event", "event_type = 'gitlab_push'");
  expect(await countRows(hubs.current(), "execution", "true")).toBe(deliveryCount + pushCount);
}, 900_000);

/** Sends deliveries in step with the kills, each again until it is acknowledged. */
async function sendShare(): Promise<void> {
  while (sent < deliveryCount) {
    if (sent >= ((kills + 1) * deliveryCount) / killCount) {
      await delay(20);
      continue;
    }
    const number = sent++;
    const id = `storm_${number}_${randomBytes(4).toString("hex")}`;
    const attempt = () => (number % 4 === 0 ? sendAsGitlab(id) : sendToPersona(id));
    for (;;) {
      const reply = await attempt().catch(() => null);
      if (reply?.status === 201) {
        acknowledged.set(id, (reply.json as EventOutput).id);
        break;
      }
      if (reply && reply.status < 500) throw new Error(`${reply.status}: ${reply.text}`);
      await delay(100);
    }
  }
}

function sendToPersona(id: string): Promise<Reply> {
  const body = JSON.stringify({ delivery: id });
  return deliver(`/api/webhooks/${target.id}`, body, {
    "X-Webhook-Signature": signBody(target.webhookSecret, body),
    "webhook-id": id,
  });
}

function sendAsGitlab(id: string): Promise<Reply> {
  const body = makePush("storm/app", { delivery: id });
  const now = new Date();
  const signer = new Webhook(new TextEncoder().encode(gitlabSecret), { format: "raw" });
  return deliver("/api/gitlab/webhook", body, {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": signer.sign(id, now, body),
  });
}

function deliver(path: string, body: string, headers: Record<string, string>): Promise<Reply> {
  return send(hubs.current(), "POST", path, {
    body,
    headers: { "Content-Type": "application/json", ...headers },
    key: null,
  });
}
