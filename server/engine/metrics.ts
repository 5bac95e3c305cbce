import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { findLive, readCounts } from "@/server/engine/overview";
import { keepFor } from "@/server/keep-for";
import { type Metric, writeMetrics } from "@/server/metrics";

const readText = keepFor(5_000, collect);

/**
 * The hub's figures for Prometheus, by the names of contracts/personas.md §1.8 that have a source, read at most
 * every five seconds. Totals are counted from the rows there are: they fall when retention removes some.
 */
export function readMetrics(actor: Actor): Promise<string> {
  requireScope(actor, "settings:read");
  return readText();
}

async function collect(): Promise<string> {
  const [personas, events, engine, { outbox, runs }] = await Promise.all([
    readExecutions(),
    readEvents(),
    findLive(),
    readCounts(),
  ]);
  const [queue, slots] = await Promise.all([readQueue(), readWorkerSlots()]);
  return writeMetrics([
    ...describeExecutions(personas),
    gauge("orchestrator_queue_depth", "Executions that wait for their turn", queue.depth),
    gauge("ensemble_execution_queue_age_ms", "How long the oldest of them has waited", queue.ageMs),
    counter("orchestrator_event_retries_total", "Further attempts at failed executions", events.retries),
    counter("orchestrator_dead_letter_total", "Events that became dead letters", events.deadLetters),
    counter(
      "orchestrator_concurrency_blocks_total",
      "Executions that had to wait for a place",
      events.blocks,
    ),
    gauge("orchestrator_worker_slots_total", "Executions that the connected workers can run", slots.total),
    gauge("orchestrator_worker_slots_available", "How many more of them they can take", slots.available),
    gauge("ensemble_reviews_pending", "Questions that wait for a person", queue.reviews),
    gauge("ensemble_events_pending", "Events that wait to be matched", events.pending),
    gauge("ensemble_engine_up", "Whether the engine answers", engine.isAnswering ? 1 : 0),
    ...(engine.live
      ? [
          gauge("ensemble_engine_queue_depth", "Calls of functions in line", engine.live.queueDepth),
          gauge(
            "ensemble_engine_queue_age_ms",
            "How long the first of them has waited",
            engine.live.oldestQueuedMs ?? 0,
          ),
          gauge("ensemble_engine_calls_running", "Calls of functions under way", engine.live.callsRunning),
        ]
      : []),
    gauge("ensemble_engine_runs_active", "Runs that have not ended", runs.active),
    gauge("ensemble_outbox_depth", "Facts that the engine has not been told yet", outbox.depth),
    gauge("ensemble_outbox_age_ms", "How long the oldest of them has waited", outbox.oldestMs ?? 0),
  ]);
}

type PersonaRow = {
  personaId: string;
  total: number;
  dispatched: number;
  completed: number;
  failed: number;
  cancelled: number;
  durationMs: number;
  waitMs: number;
  costUsd: number;
};

function readExecutions(): Promise<PersonaRow[]> {
  return db.$queryRaw<PersonaRow[]>`
    SELECT persona_id AS "personaId", count(*)::int AS total, count(started_at)::int AS dispatched,
      (count(*) FILTER (WHERE status = 'completed'))::int AS completed,
      (count(*) FILTER (WHERE status = 'failed'))::int AS failed,
      (count(*) FILTER (WHERE status = 'cancelled'))::int AS cancelled,
      coalesce(sum(duration_ms), 0)::float8 AS "durationMs",
      coalesce(sum(extract(epoch FROM started_at - created_at) * 1000), 0)::float8 AS "waitMs",
      coalesce(sum(cost_usd), 0)::float8 AS "costUsd"
    FROM execution GROUP BY persona_id ORDER BY persona_id`;
}

function describeExecutions(rows: PersonaRow[]): Metric[] {
  const sum = (pick: (row: PersonaRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const byPersona = (pick: (row: PersonaRow) => number) =>
    rows.map((row) => ({ value: pick(row), labels: { persona_id: row.personaId } }));
  const ended = sum((row) => row.completed + row.failed + row.cancelled);
  return [
    counter(
      "orchestrator_executions_submitted_total",
      "Executions asked for",
      sum((row) => row.total),
    ),
    counter(
      "orchestrator_executions_dispatched_total",
      "Executions that have started",
      sum((row) => row.dispatched),
    ),
    counter(
      "orchestrator_executions_completed_total",
      "Executions completed",
      sum((row) => row.completed),
    ),
    counter(
      "orchestrator_executions_failed_total",
      "Executions failed",
      sum((row) => row.failed),
    ),
    counter(
      "orchestrator_executions_cancelled_total",
      "Executions cancelled",
      sum((row) => row.cancelled),
    ),
    summary(
      "orchestrator_execution_duration_ms",
      "How long executions took",
      sum((row) => row.durationMs),
      ended,
    ),
    summary(
      "orchestrator_queue_wait_ms",
      "How long executions waited to start",
      sum((row) => row.waitMs),
      sum((row) => row.dispatched),
    ),
    counter(
      "orchestrator_cost_total_usd",
      "Spent on the model, in dollars",
      sum((row) => row.costUsd),
    ),
    {
      ...counter("orchestrator_persona_executions_total", "Executions by persona", 0),
      samples: byPersona((row) => row.total),
    },
    {
      ...counter("orchestrator_persona_completed_total", "Completed by persona", 0),
      samples: byPersona((row) => row.completed),
    },
    {
      ...counter("orchestrator_persona_failed_total", "Failed by persona", 0),
      samples: byPersona((row) => row.failed),
    },
    {
      ...counter("orchestrator_persona_cost_usd", "Spent by persona, in dollars", 0),
      samples: byPersona((row) => row.costUsd),
    },
  ];
}

/** Those that wait for a person or a budget are not in the queue: no free place would start them. */
async function readQueue(): Promise<{ depth: number; ageMs: number; reviews: number }> {
  const [row] = await db.$queryRaw<{ depth: number; oldest: Date | null; reviews: number }[]>`
    SELECT count(*)::int AS depth, min(created_at) AS oldest,
      (SELECT count(*)::int FROM review WHERE status = 'pending') AS reviews
    FROM execution WHERE status = 'queued' AND coalesce(waiting_for NOT IN ('review', 'budget'), true)`;
  const ageMs = row?.oldest ? Math.max(0, Date.now() - row.oldest.getTime()) : 0;
  return { depth: row?.depth ?? 0, ageMs, reviews: row?.reviews ?? 0 };
}

/** A worker that has not been heard of for longer counts as gone (contracts/personas.md §1.8). */
const workerSilenceSeconds = 90;

async function readWorkerSlots(): Promise<{ total: number; available: number }> {
  const [row] = await db.$queryRaw<{ total: number; available: number }[]>`
    SELECT coalesce(sum(max_slots), 0)::int AS total,
      coalesce(sum(greatest(0, max_slots - busy)) FILTER (WHERE NOT is_draining), 0)::int AS available
    FROM (
      SELECT max_slots, is_draining,
        (SELECT count(*) FROM execution e WHERE e.worker_id = worker.id AND e.status = 'running') AS busy
      FROM worker WHERE last_seen_at > now() - ${workerSilenceSeconds}::int * interval '1 second'
    ) AS connected`;
  return row ?? { total: 0, available: 0 };
}

type EventRow = { pending: number; deadLetters: number; retries: number; blocks: number };

async function readEvents(): Promise<EventRow> {
  const [row] = await db.$queryRaw<EventRow[]>`
    SELECT (SELECT count(*)::int FROM event WHERE status IN ('pending', 'processing')) AS pending,
      audit.dead AS "deadLetters", audit.retried AS retries, audit.blocked AS blocks
    FROM (
      SELECT (count(*) FILTER (WHERE action = 'moved_to_dead_letter'))::int AS dead,
        (count(*) FILTER (WHERE action = 'retried'))::int AS retried,
        (count(*) FILTER (WHERE action = 'waiting_at_capacity'))::int AS blocked
      FROM event_audit WHERE action IN ('moved_to_dead_letter', 'retried', 'waiting_at_capacity')
    ) AS audit`;
  return row ?? { pending: 0, deadLetters: 0, retries: 0, blocks: 0 };
}

function counter(name: string, help: string, value: number): Metric {
  return { name, help, type: "counter", samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: "gauge", samples: [{ value }] };
}

function summary(name: string, help: string, sum: number, count: number): Metric {
  return {
    name,
    help,
    type: "summary",
    samples: [
      { value: sum, suffix: "_sum" },
      { value: count, suffix: "_count" },
    ],
  };
}
