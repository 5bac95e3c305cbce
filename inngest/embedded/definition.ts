import { Cron } from "croner";
import { z } from "zod";
import { readDuration } from "./duration";
import { type Condition, parseCondition } from "./expression";

/** The SDK's own default when a function names no number of retries. */
const defaultRetries = 3;

export type Slot = { limit: number; path: string[] | null };
export type Cancel = { event: string; condition: Condition | null; withinMs: number | null };

/** What the engine needs to know of one function. */
export type Definition = {
  id: string;
  triggers: { event: string; condition: Condition | null }[];
  crons: { expression: string; schedule: Cron }[];
  maxAttempts: number;
  slots: Slot[];
  idempotencyPath: string[] | null;
  /** Events of one key within the quiet period start one run, with the last of them. */
  debounce: { path: string[] | null; periodMs: number; timeoutMs: number | null } | null;
  cancels: Cancel[];
};

const slotSchema = z.strictObject({
  limit: z.number().int().min(0),
  key: z.string().optional(),
  scope: z.literal("fn").optional(),
});

const configSchema = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string(), expression: z.string().optional() }),
      z.strictObject({ cron: z.string() }),
    ]),
  ),
  steps: z.record(
    z.string(),
    z.looseObject({ retries: z.object({ attempts: z.number().int().min(0).optional() }).optional() }),
  ),
  concurrency: z.union([z.number().int().min(0), slotSchema, z.array(slotSchema)]).optional(),
  idempotency: z.string().optional(),
  debounce: z
    .strictObject({ period: z.string(), key: z.string().optional(), timeout: z.string().optional() })
    .optional(),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
});

/** Reads one function of a sync reply. Throws an Error naming the function and what is not supported. */
export function readDefinition(config: unknown): Definition {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) {
    const id = z.looseObject({ id: z.string() }).safeParse(config).data?.id ?? "a function";
    throw new Error(`${id}: the embedded engine does not support ${describeIssue(parsed.error)}`);
  }
  const { id, triggers, steps, concurrency, idempotency, debounce, cancel } = parsed.data;
  try {
    if (debounce && idempotency !== undefined)
      throw new Error("debounce beside idempotency is not supported");
    return {
      id,
      triggers: triggers.flatMap((trigger) => ("event" in trigger ? [readTrigger(trigger)] : [])),
      crons: triggers.flatMap((trigger) => ("cron" in trigger ? [readCron(trigger.cron)] : [])),
      maxAttempts: (Object.values(steps)[0]?.retries?.attempts ?? defaultRetries) + 1,
      slots: readSlots(concurrency),
      idempotencyPath: idempotency === undefined ? null : readEventPath(idempotency, "idempotency"),
      debounce: debounce ? readDebounce(debounce) : null,
      cancels: (cancel ?? []).map(readCancel),
    };
  } catch (error) {
    throw new Error(`${id}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue?.code === "unrecognized_keys") return issue.keys.join(", ");
  return issue ? `${issue.path.join(".")} (${issue.message})` : "its configuration";
}

function readTrigger({ event, expression }: { event: string; expression?: string | undefined }) {
  if (event.includes("*"))
    throw new Error(`the event pattern ${event} is not supported: name the event in full`);
  return { event, condition: expression ? parseCondition(expression) : null };
}

function readCron(expression: string): { expression: string; schedule: Cron } {
  const [, zone, pattern] = /^(?:TZ=(\S+)\s+)?(.+)$/.exec(expression.trim()) ?? [];
  try {
    const schedule = new Cron(pattern ?? "", { mode: "5-part", paused: true, timezone: zone ?? "UTC" });
    schedule.nextRun();
    return { expression, schedule };
  } catch (error) {
    throw new Error(`the cron trigger "${expression}" cannot be read: ${String(error)}`);
  }
}

function readSlots(concurrency: z.infer<typeof configSchema>["concurrency"]): Slot[] {
  if (concurrency === undefined) return [];
  const options = typeof concurrency === "number" ? [{ limit: concurrency }] : [concurrency].flat();
  return options
    .filter(({ limit }) => limit > 0)
    .map((option) => ({
      limit: option.limit,
      path: "key" in option && option.key !== undefined ? readEventPath(option.key, "concurrency key") : null,
    }));
}

function readDebounce({ period, key, timeout }: NonNullable<z.infer<typeof configSchema>["debounce"]>) {
  return {
    path: key === undefined ? null : readEventPath(key, "debounce key"),
    periodMs: readLength(period, "debounce period"),
    timeoutMs: timeout === undefined ? null : readLength(timeout, "debounce timeout"),
  };
}

function readLength(text: string, what: string): number {
  const ms = readDuration(text);
  if (ms === null) throw new Error(`the ${what} "${text}" is not supported: write a length such as 1h30m`);
  return ms;
}

function readEventPath(text: string, what: string): string[] {
  if (!/^event(\.[A-Za-z_][\w-]*)+$/.test(text)) {
    throw new Error(`the ${what} "${text}" is not supported: write a path such as event.data.id`);
  }
  return text.split(".").slice(1);
}

function readCancel(cancel: {
  event: string;
  if?: string | undefined;
  timeout?: string | undefined;
}): Cancel {
  const withinMs = cancel.timeout === undefined ? null : readLength(cancel.timeout, "cancelOn timeout");
  return { event: cancel.event, condition: cancel.if ? parseCondition(cancel.if) : null, withinMs };
}
