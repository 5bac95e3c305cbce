import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { atLeast, atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { type Order, type Sent, send, sendAll, sendEvenly } from "@/tests/bench/send";

type Hub = { url: string; teamKey: string };

// Nobody listens to it, so that what is measured is the door and not what follows.
const payload = readFileSync("public/examples/gitlab-push.json", "utf8").replace(
  '"object_kind": "push"',
  '"object_kind": "bench_silent"',
);
const perSecond = 100;
const seconds = 15;
const saturatedCount = 6_000;

/** A webhook durably accepted, beside an empty route of the same server under the same even load. */
export async function measureIngest({ url, teamKey }: Hub): Promise<Row[]> {
  const deliver = (index: number): Order => ({
    url: `${url}/api/gitlab/webhook`,
    method: "POST",
    headers: {
      Authorization: `Bearer ${teamKey}`,
      "Content-Type": "application/json",
      "Idempotency-Key": `bench-ingest-${Date.now()}-${index}`,
    },
    body: payload,
  });
  await sendEvenly(200, perSecond, deliver);
  const empty = await sendEvenly(perSecond * 5, perSecond, () => ({ url: `${url}/livez` }));
  const accepted = await sendEvenly(perSecond * seconds, perSecond, deliver);
  expectAccepted(accepted);
  const p50 = percentile(readTimes(accepted), 0.5);
  const emptyP50 = percentile(readTimes(empty), 0.5);
  return [
    plain("empty route, p50", emptyP50, "ms"),
    plain("webhook accepted, p50", p50, "ms"),
    atMost("webhook accepted p50 / empty route p50", p50 / emptyP50, 3, "×"),
    atMost("webhook accepted, p99 at 100/s", percentile(readTimes(accepted), 0.99), 40, "ms"),
  ];
}

/** Signed deliveries to a persona's door: as many as it takes, then 300 a second, evenly. */
export async function measureDurableIngest(hub: Hub, least: number): Promise<Row[]> {
  const deliver = await prepareSignedDoor(hub);
  await sendAll(500, 16, deliver);
  const startedAt = performance.now();
  const saturated = await sendAll(saturatedCount, 32, deliver);
  const rate = saturatedCount / ((performance.now() - startedAt) / 1000);
  expectAccepted(saturated);
  await waitUntilMatched(hub);
  const even = await sendEvenly(300 * seconds, 300, deliver);
  expectAccepted(even);
  await waitUntilMatched(hub);
  return [
    atLeast("signed deliveries accepted, saturated", rate, least, "/s"),
    plain("signed delivery, p50 at 300/s", percentile(readTimes(even), 0.5), "ms"),
    atMost("signed delivery, p99 at 300/s", percentile(readTimes(even), 0.99), 40, "ms"),
  ];
}

/** A disabled persona, so that its events reach nobody. */
async function prepareSignedDoor({ url, teamKey }: Hub): Promise<(index: number) => Order> {
  const persona = await send({
    url: `${url}/api/personas`,
    method: "POST",
    headers: { Authorization: `Bearer ${teamKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ name: "Bench door", enabled: false }),
  });
  const { id, webhookSecret } = JSON.parse(persona.body) as { id: string; webhookSecret: string };
  const signature = createHmac("sha256", webhookSecret).update(payload).digest("hex");
  return () => ({
    url: `${url}/api/webhooks/${id}`,
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Webhook-Signature": signature,
      "webhook-id": `bench-${crypto.randomUUID()}`,
    },
    body: payload,
  });
}

/** Until nothing waits to be matched: the next figure is not to pay for the last one. */
async function waitUntilMatched({ url }: Hub): Promise<void> {
  for (;;) {
    const health = JSON.parse((await send({ url: `${url}/health` })).body);
    const { pendingEvents } = (health as { dependencies: { eventProcessor: { pendingEvents: number } } })
      .dependencies.eventProcessor;
    if (pendingEvents === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function expectAccepted(answers: Sent[]): void {
  const refused = answers.filter(({ status }) => status !== 201).length;
  if (refused > 0) throw new Error(`${refused} webhooks were not accepted.`);
}

function readTimes(answers: Sent[]): number[] {
  return answers.map(({ ms }) => ms);
}
