import type { Subject, Waiting } from "@/server/engine/schema";
import { parseOrUndefined } from "@/server/json-text";

type Step = { kind: string; attempt: number; dueAt: Date | null; detail: string | null };

/** What a waiting step waits for. A planned step whose time has not come yet has failed before. */
export function describeWait(step: Step, now = Date.now()): Waiting {
  const { attempt } = step;
  const until = step.dueAt?.toISOString() ?? null;
  if (step.kind === "sleep") return { kind: "sleep", name: null, until, attempt };
  if (step.kind === "event") return { kind: "event", name: readEventName(step.detail), until, attempt };
  if (step.kind === "invoke") return { kind: "invoke", name: null, until, attempt };
  const isAhead = step.dueAt !== null && step.dueAt.getTime() > now;
  return isAhead
    ? { kind: "retry", name: null, until, attempt }
    : { kind: "call", name: null, until: null, attempt };
}

/** What a run without waiting steps waits for: its time, or its call. */
export function describeStart(run: { attempt: number; dueAt: Date | null }, now = Date.now()): Waiting {
  const { attempt, dueAt } = run;
  if (dueAt === null || dueAt.getTime() <= now) return { kind: "call", name: null, until: null, attempt };
  return { kind: attempt > 0 ? "retry" : "start", name: null, until: dueAt.toISOString(), attempt };
}

/** From the narrowest to the widest. */
const nouns = ["message", "execution", "event", "trigger", "persona"] as const;

/** What an event is about, by the ids it carries. */
export function findSubject(data: unknown): Subject | null {
  if (typeof data !== "object" || data === null) return null;
  for (const noun of nouns) {
    const id: unknown = Reflect.get(data, `${noun}Id`);
    if (typeof id === "string" && id !== "") return { noun, id };
  }
  return null;
}

function readEventName(detail: string | null): string | null {
  const parsed = parseOrUndefined(detail);
  if (typeof parsed !== "object" || parsed === null) return null;
  const name: unknown = Reflect.get(parsed, "event");
  return typeof name === "string" ? name : null;
}
