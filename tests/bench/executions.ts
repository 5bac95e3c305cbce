import { atLeast, atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { type Order, send, sendAll, sendEvenly } from "@/tests/bench/send";

export type ModelLog = { firstSeen: (marker: string) => number | undefined };
type Hub = { url: string; teamKey: string };

/** From sending an event until the model is called, twenty a second. `log` says when a marker first reached the model. */
export async function measureReaction(hub: Hub, log: ModelLog): Promise<Row[]> {
  await prepareListener(hub, "bench_reaction");
  const marker = (index: number) => `marker-${index}-of-reaction`;
  const sent = await sendEvenly(300, 20, (index) => publish(hub, "bench_reaction", marker(index)));
  await waitUntilIdle(hub);
  const times = sent.flatMap(({ sentAt }, index) => {
    const seenAt = log.firstSeen(marker(index));
    return seenAt === undefined || index < 20 ? [] : [seenAt - sentAt];
  });
  if (times.length < 280) throw new Error(`Only ${times.length} of 280 events reached the model.`);
  const started = await readStarts(hub, "bench-bench_reaction");
  const starts = sent.flatMap(({ sentAt, body }, index) => {
    const startedAt = started.get((JSON.parse(body) as { id: string }).id);
    return startedAt === undefined || index < 20 ? [] : [startedAt - sentAt];
  });
  return [
    atMost("event → execution started, p50", percentile(starts, 0.5), 30, "ms"),
    atMost("event → model called, p50", percentile(times, 0.5), 40, "ms"),
    atMost("event → model called, p95", percentile(times, 0.95), 120, "ms"),
  ];
}

/** Executions per second with an instant model, from the first event sent to the last execution ended. */
export async function measureThroughput(hub: Hub, count: number, least: number): Promise<Row[]> {
  await prepareListener(hub, "bench_throughput");
  const startedAt = performance.now();
  await sendAll(count, 8, (index) => publish(hub, "bench_throughput", `throughput-${index}`));
  const acceptedMs = performance.now() - startedAt;
  await waitUntilIdle(hub);
  const seconds = (performance.now() - startedAt) / 1000;
  const ended = await countEnded(hub, "bench-bench_throughput");
  if (ended < count) throw new Error(`Only ${ended} of ${count} executions completed.`);
  return [
    plain(`${count} events accepted in`, acceptedMs / 1000, "s"),
    atLeast("executions with an instant model", count / seconds, least, "/s"),
  ];
}

async function prepareListener(hub: Hub, eventType: string): Promise<void> {
  const id = `bench-${eventType}`;
  const persona = { id, name: id, runtime: "hub", maxConcurrent: 100, systemPrompt: "Answer with one word." };
  await expectOk(send(post(hub, "/api/personas", persona)));
  await expectOk(send(post(hub, "/api/subscriptions", { personaId: id, eventType })));
}

function publish(hub: Hub, eventType: string, marker: string): Order {
  return post(hub, "/api/events", { eventType, sourceType: "bench", payload: JSON.stringify({ marker }) });
}

function post({ url, teamKey }: Hub, path: string, body: object): Order {
  const headers = { Authorization: `Bearer ${teamKey}`, "Content-Type": "application/json" };
  return { url: url + path, method: "POST", headers, body: JSON.stringify(body) };
}

async function waitUntilIdle(hub: Hub): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const health = JSON.parse((await send({ url: `${hub.url}/health` })).body);
    const { queue, dependencies } = health as {
      queue: { depth: number; activeExecutions: number };
      dependencies: { eventProcessor: { pendingEvents: number } };
    };
    if (queue.depth + queue.activeExecutions + dependencies.eventProcessor.pendingEvents === 0) return;
    if (Date.now() > deadline) throw new Error(`The hub is still busy: ${JSON.stringify(queue)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Event id → when its execution started, in epoch ms. */
async function readStarts(hub: Hub, personaId: string): Promise<Map<string, number>> {
  const headers = { Authorization: `Bearer ${hub.teamKey}` };
  const { body } = await send({ url: `${hub.url}/api/executions?personaId=${personaId}&limit=500`, headers });
  const rows = JSON.parse(body) as { eventId: string; startedAt: string }[];
  return new Map(rows.map(({ eventId, startedAt }) => [eventId, Date.parse(startedAt)]));
}

async function countEnded(hub: Hub, personaId: string): Promise<number> {
  const headers = { Authorization: `Bearer ${hub.teamKey}` };
  const { body } = await send({ url: `${hub.url}/api/executions/stats?personaId=${personaId}`, headers });
  return (JSON.parse(body) as { completed: number }).completed;
}

async function expectOk(answer: Promise<{ status: number; body: string }>): Promise<void> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`The hub answered ${status}: ${body}`);
}
