import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

/** An event as the functions see it. */
export type EngineEvent = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user?: Record<string, unknown> | undefined;
  v?: string | undefined;
  meta?: unknown;
};

/** Postgres text holds no NUL, and ids and names are for people to read. */
const plainText = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => [...text].every((character) => character >= " "), "must not hold control characters");

const eventSchema = z.strictObject({
  id: plainText.nullish(),
  name: plainText.refine(
    (name) => !name.startsWith("inngest/"),
    "names that begin with inngest/ are reserved",
  ),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().int().min(0).nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  v: z.string().nullish(),
  meta: z.unknown().optional(),
});

const batchSchema = z.array(eventSchema).min(1).max(1000);

export type ReadEvents = { events: EngineEvent[] } | { issues: { path: string; message: string }[] };

/**
 * Reads the body of an intake request, one event or an array. An event without an id gets one: from the
 * sender's seed (`ms,entropy`), so that its repeated request is recognised, else at random.
 */
export function readEvents(body: unknown, seed: string | undefined, nowMs: number): ReadEvents {
  const parsed = batchSchema.safeParse(Array.isArray(body) ? body : [body]);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return { issues: issues.slice(0, 20) };
  }
  return {
    events: parsed.data.map((event, index) => ({
      id: event.id ?? createEventId(seed, index),
      name: event.name,
      data: event.data ?? {},
      ts: event.ts || nowMs,
      ...(event.user ? { user: event.user } : {}),
      ...(event.v ? { v: event.v } : {}),
      ...(event.meta ? { meta: event.meta } : {}),
    })),
  };
}

function createEventId(seed: string | undefined, index: number): string {
  const bytes = seed ? createHash("sha256").update(`${seed},${index}`).digest() : randomBytes(12);
  return `ev_${bytes.subarray(0, 12).toString("hex")}`;
}
