import { z } from "zod";
import { toCanonical } from "@/server/canonical-json";
import type { Reply } from "./host";
import type { Json } from "./json";

export type StepFailure = { name: string; message: string } & Record<string, Json>;

/** What one reply of the SDK asks for. */
export type Op =
  /** `isReplaced`: what is memoised is not what the step returned. */
  | { op: "done"; id: string; name: string; memo: string; isReplaced: boolean }
  | { op: "retry"; id: string; error: StepFailure }
  | { op: "run"; id: string; name: string; isRace: boolean }
  | { op: "sleep"; id: string; name: string; until: string; isRace: boolean }
  | {
      op: "event";
      id: string;
      name: string;
      event: string;
      condition: string | null;
      timeout: string;
      isRace: boolean;
    }
  | {
      op: "invoke";
      id: string;
      name: string;
      functionId: string;
      data: Json;
      timeout: string | null;
      isRace: boolean;
    };

export type Outcome =
  /** `ops` are steps that ended and that the function has not reported before. */
  | { kind: "completed"; result: string; ops: Op[] }
  | { kind: "failed"; error: StepFailure; isFinal: boolean }
  | { kind: "ops"; ops: Op[] };

/** What one step may return, as JSON text. Inngest's own limit. */
const largestStepBytes = 4 * 1024 * 1024;

const opSchema = z.looseObject({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z
    .looseObject({
      if: z.string().optional(),
      timeout: z.string().optional(),
      parallelMode: z.string().optional(),
      function_id: z.string().optional(),
      payload: z.looseObject({ data: z.unknown().optional() }).optional(),
    })
    .nullish(),
});
type RawOp = z.infer<typeof opSchema>;

/** Reads a reply of the SDK. What the engine does not support becomes a final failure that names it. */
export function readReply(reply: Reply): Outcome {
  const body = parseJson(reply.body);
  if (reply.status === 200) return { kind: "completed", result: toCanonical(body), ops: [] };
  if (reply.status !== 206) return { kind: "failed", error: readFailure(body), isFinal: reply.isFinal };
  return readOps(body, reply.version === "1");
}

/** Reads the ops of a reply or a checkpoint. */
export function readOps(body: unknown, isRacing: boolean): Outcome {
  const parsed = z.array(opSchema).safeParse(body);
  if (!parsed.success) return refuse("the function sent a reply that the engine cannot read");
  const ops: Op[] = [];
  for (const raw of parsed.data) {
    if (raw.op === "RunComplete") return { kind: "completed", result: toCanonical(raw.data), ops };
    const op = readOp(raw, isRacing);
    if (!op)
      return refuse(`the embedded engine does not support ${raw.op} (step "${raw.displayName ?? raw.id}")`);
    ops.push(op);
  }
  return { kind: "ops", ops };
}

/** The memo of a step that returned `data`, as the SDK takes it back. */
export function memoOfData(data: unknown): string {
  return `{"data":${toCanonical(data)},"type":"data"}`;
}

/** The memo of a step that failed for good. */
export function memoOfError(error: StepFailure): string {
  return `{"error":${toCanonical(error)},"type":"error"}`;
}

/** Any thrown value as the protocol writes errors. */
export function readFailure(value: unknown): StepFailure {
  const fields = z
    .looseObject({
      name: z.string().optional(),
      message: z.string().optional(),
      error: z.string().optional(),
    })
    .safeParse(value);
  if (!fields.success) return { name: "Error", message: typeof value === "string" ? value : "unknown error" };
  const { name, message, error, stack, cause } = fields.data;
  return {
    name: name ?? "Error",
    message: message ?? error ?? "unknown error",
    ...(typeof stack === "string" ? { stack } : {}),
    ...(cause === undefined ? {} : { cause: cause as Json }),
  };
}

function readOp(raw: RawOp, isRacing: boolean): Op | null {
  const { id, opts } = raw;
  const name = raw.displayName ?? raw.name ?? id;
  const isRace = isRacing || opts?.parallelMode === "race";
  switch (raw.op) {
    case "StepRun":
    case "Step":
      return { op: "done", id, name, ...capMemo(toCanonical(raw.data), name) };
    case "StepFailed":
      return { op: "done", id, name, memo: memoOfError(readFailure(raw.error)), isReplaced: false };
    case "StepError":
      return { op: "retry", id, error: readFailure(raw.error) };
    case "StepPlanned":
      return { op: "run", id, name, isRace };
    case "Sleep":
      return { op: "sleep", id, name, until: raw.name ?? "", isRace };
    case "WaitForEvent":
      return {
        op: "event",
        id,
        name,
        event: raw.name ?? "",
        condition: opts?.if ?? null,
        timeout: opts?.timeout ?? "",
        isRace,
      };
    case "InvokeFunction":
      return {
        op: "invoke",
        id,
        name,
        functionId: opts?.function_id ?? "",
        data: (opts?.payload?.data ?? {}) as Json,
        timeout: opts?.timeout ?? null,
        isRace,
      };
    default:
      return null;
  }
}

function capMemo(data: string, name: string): { memo: string; isReplaced: boolean } {
  const bytes = Buffer.byteLength(data);
  if (bytes <= largestStepBytes) return { memo: `{"data":${data},"type":"data"}`, isReplaced: false };
  const message = `step "${name}" returned ${bytes} bytes of JSON; a step may return ${largestStepBytes} (4 MB) at most: store it and return where it is`;
  return { memo: memoOfError({ name: "Error", message }), isReplaced: true };
}

function refuse(message: string): Outcome {
  return { kind: "failed", error: { name: "Error", message }, isFinal: true };
}

function parseJson(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
