import { z } from "zod";
import { poolMetrics, workerOutput } from "@/server/workers/schema";

/** GET /api/status (contracts/personas.md §1.7). */
export const systemStatus = z.object({
  workers: z.array(workerOutput),
  workerCounts: z.object({ total: z.number(), idle: z.number(), executing: z.number() }),
  workerPoolMetrics: poolMetrics,
  queueLength: z.number(),
  activeExecutions: z.array(
    z.object({ executionId: z.string(), workerId: z.string().nullable(), startedAt: z.string().nullable() }),
  ),
  hasClaudeToken: z.boolean(),
  oauth: z.object({ connected: z.boolean(), scopes: z.array(z.string()), expiresAt: z.string().nullable() }),
});
export type SystemStatus = z.infer<typeof systemStatus>;

/** Something that has stopped working, with its reason; `count` says how many of its kind there are in all. */
const trouble = z.object({
  kind: z.enum(["dead_letter", "subscription", "trigger", "endpoint", "worker", "queue"]),
  id: z.string(),
  title: z.string(),
  reason: z.string().nullable(),
  at: z.string(),
  count: z.number(),
});
export type Trouble = z.infer<typeof trouble>;
export const systemTroubles = z.array(trouble);

const health = z.enum(["healthy", "degraded", "unhealthy"]);

/** GET /health (design §12.17). */
export type Health = {
  status: z.infer<typeof health>;
  version: string;
  timestamp: string;
  workers: { total: number; idle: number; executing: number };
  hasSubscription: boolean;
  queue: { depth: number; activeExecutions: number };
  dependencies: {
    database: { status: z.infer<typeof health>; latencyMs: number | null };
    engine: { status: z.infer<typeof health>; kind: "embedded" | "inngest"; detail?: string };
    token: { status: z.infer<typeof health> };
    eventProcessor: { lastTickAt: string | null; pendingEvents: number; backlogAgeMs: number };
    scheduler: {
      /** Triggers with a planned time. */
      heap_size: number;
      next_due_at: string | null;
      overdue: number;
      triggers_fired_total: number;
      /** Planned times that were passed over. */
      triggers_missed_total: number;
      /** How late the latest planned firings were. */
      avg_tick_latency_ms: number | null;
      last_tick_at: string | null;
      errors_by_class: Record<string, number>;
    } | null;
  };
  issues: string[];
};
