import { expect, test } from "vitest";
import type { Health } from "@/server/system/schema";
import { execute } from "@/tests/factories/execution";
import { createPersona } from "@/tests/factories/persona";
import { createTrigger } from "@/tests/factories/trigger";
import { send } from "@/tests/support/api";
import { awaitExecution, awaitState } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

/** The samples by name with labels; throws on a line that is none. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.trimEnd().split("\n")) {
    if (/^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|summary))$/.test(line)) continue;
    const [, name, value] = /^([a-z_]+(?:\{[a-z_]+="[^"]*"\})?) (\S+)$/.exec(line) ?? [];
    if (!name || !Number.isFinite(Number(value))) throw new Error(`not a sample: ${line}`);
    samples.set(name, Number(value));
  }
  return samples;
}

test("/metrics counts what the hub did, by the contract's names", async () => {
  const persona = await createPersona(hub);
  await awaitExecution(hub, await execute(hub, { personaId: persona.id, prompt: "Count me." }));
  const ofPersona = `orchestrator_persona_executions_total{persona_id="${persona.id}"}`;
  const samples = await awaitState(
    async () => parse((await send(hub, "GET", "/metrics")).text),
    (found) => found.get(ofPersona) === 1,
  );
  const names = [
    "orchestrator_executions_submitted_total",
    "orchestrator_executions_dispatched_total",
    "orchestrator_executions_completed_total",
    "orchestrator_executions_failed_total",
    "orchestrator_executions_cancelled_total",
    "orchestrator_execution_duration_ms_sum",
    "orchestrator_queue_depth",
    "orchestrator_queue_wait_ms_count",
    "orchestrator_cost_total_usd",
    "orchestrator_event_retries_total",
    "orchestrator_dead_letter_total",
    "orchestrator_concurrency_blocks_total",
    "orchestrator_worker_slots_total",
    "orchestrator_worker_slots_available",
    "ensemble_engine_queue_depth",
    "ensemble_engine_queue_age_ms",
    "ensemble_outbox_depth",
    "ensemble_outbox_age_ms",
  ];
  expect(names.filter((name) => !samples.has(name))).toEqual([]);
  expect(samples.get("ensemble_engine_up")).toBe(1);
  expect(samples.get("orchestrator_executions_completed_total")).toBeGreaterThan(0);
});

test("/metrics wants a key, and is text", async () => {
  expect(await send(hub, "GET", "/metrics", { key: null })).toMatchObject({ status: 401 });
  const { headers } = await send(hub, "GET", "/metrics");
  expect(headers.get("content-type")).toContain("text/plain; version=0.0.4");
  expect(await send(hub, "POST", "/metrics")).toMatchObject({ status: 405 });
});

test("/health says when the next trigger is due and how many have fired", async () => {
  const persona = await createPersona(hub);
  const trigger = await createTrigger(hub, persona, "schedule", { config: { cron: "0 * * * *" } });
  const read = async () => (await send(hub, "GET", "/health", { key: null })).json as Health;
  const { nextTriggerAt } = trigger;
  const { dependencies } = await awaitState(read, (health) => {
    const due = health.dependencies.scheduler?.next_due_at;
    return typeof due === "string" && nextTriggerAt !== null && due <= nextTriggerAt;
  });
  expect(dependencies.scheduler).toMatchObject({
    overdue: 0,
    triggers_fired_total: expect.any(Number),
    triggers_missed_total: expect.any(Number),
  });
  expect(dependencies.scheduler?.heap_size).toBeGreaterThan(0);
  await send(hub, "DELETE", `/api/triggers/${trigger.id}`);
});
