import { z } from "zod";
import { open, seal } from "@/server/crypto";
import { AppError, type FieldIssue } from "@/server/errors";
import { parseOrUndefined, plainText } from "@/server/json-text";
import { masked } from "@/server/masked";
import { idInput } from "@/server/personas/schema";
import { eventTypeInput } from "@/server/subscriptions/schema";
import { isJsonPath } from "@/server/triggers/condition";
import { readSchedule, ScheduleError } from "@/server/triggers/next-fire";
import type { TriggerType } from "@/server/triggers/schema";

/** The type of the event that is fired: plain words, none that a webhook may bring. */
const firedType = z
  .string()
  .regex(/^[A-Za-z0-9_]{1,64}$/, "1–64 letters, digits or _")
  .refine(
    (type) => !/^(gitlab|webhook)_/.test(type),
    "Types that begin with gitlab_ or webhook_ are the webhooks' own",
  );
const event = { event_type: firedType.optional(), payload: z.unknown().optional() };
const seconds = z.number().int("Whole seconds").min(5, "At least 5 seconds");

const condition = z
  .strictObject({
    type: z.enum(["success", "failure", "any", "jsonpath"]),
    jsonpath: plainText(500).refine(isJsonPath, "A path such as $.a.b[0]").optional(),
    expected: z.unknown().optional(),
  })
  .refine(({ type, jsonpath }) => (type === "jsonpath") === (jsonpath !== undefined), {
    path: ["jsonpath"],
    message: "A jsonpath condition has a path, no other has one",
  });

const headers = z
  .record(
    z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "Not a header name"),
    z
      .string()
      .max(4_000)
      .regex(/^[\t\x20-\x7e]*$/, "Not a header value"),
  )
  .refine((all) => Object.keys(all).length <= 50, "At most 50 headers");

/** contracts/personas.md §1.5, a shape for each type; unknown keys are refused. */
const shapes = {
  schedule: z.strictObject({
    cron: z.string().max(500).optional(),
    interval_seconds: z.number().int("Whole seconds").optional(),
    timezone: z.string().max(64).optional(),
    ...event,
  }),
  manual: z.strictObject(event),
  webhook: z.strictObject(event),
  chain: z
    .strictObject({
      source_persona_id: idInput,
      event_type: firedType.optional(),
      /** Listens to this type of event, emitted by the source, in place of the end of its executions. */
      on_event_type: eventTypeInput.optional(),
      condition: condition.optional(),
      payload_forward: z.boolean().optional(),
    })
    .refine(({ on_event_type, condition: given }) => on_event_type === undefined || given === undefined, {
      path: ["condition"],
      message: "Conditions look at an execution's end, not at emitted events",
    }),
  polling: z.strictObject({
    url: z
      .url({ protocol: /^https?$/, error: "An http or https URL" })
      .max(2_000)
      .refine(
        (url) => !URL.canParse(url) || !new URL(url).username,
        "No user name or password: send a header instead",
      ),
    headers: headers.optional(),
    interval_seconds: seconds.max(366 * 86_400).default(60),
    event_type: firedType.optional(),
  }),
};

export type Configs = { [Type in TriggerType]: z.infer<(typeof shapes)[Type]> };
export type Clock = { anchorMs: number; timeZone: string };

/** The config of a trigger by its type. Throws validation_failed that names each bad field, as `config.cron`. */
export function readConfig<Type extends TriggerType>(type: Type, text: string, clock: Clock): Configs[Type] {
  const parsed = parseOrUndefined(text);
  if (parsed === undefined) throw refuse([{ path: "config", message: "Not valid JSON" }]);
  const result = shapes[type].safeParse(parsed);
  if (!result.success) throw refuse(result.error.issues.flatMap(toIssues));
  if (type === "schedule") checkSchedule(result.data as Configs["schedule"], clock);
  return result.data as Configs[Type];
}

/** The text to keep: as given, with the values of a poll's headers sealed. A masked value keeps
 * what was there, as long as the page stays at its origin: nobody leads a stored value elsewhere. */
export function sealConfig(type: TriggerType, id: string, text: string, kept: string | null): string {
  const given = readHeaders(type, text);
  if (!given) return text;
  const before = (kept !== null && isSameOrigin(text, kept) && readHeaders(type, kept)) || {};
  const values = Object.entries(given).flatMap(([name, value]) => {
    if (value !== masked) return [[name, seal(value, headerPlace(id, name))]];
    const old = before[name];
    if (old === undefined)
      throw refuse([
        { path: `config.headers.${name}`, message: "Give its value: nothing is kept for it at this origin" },
      ]);
    return [[name, old]];
  });
  return replaceHeaders(text, Object.fromEntries(values));
}

/** The text to show: no header value is in it. */
export function showConfig(type: string, text: string): string {
  const kept = readHeaders(type, text);
  if (!kept) return text;
  return replaceHeaders(text, Object.fromEntries(Object.keys(kept).map((name) => [name, masked])));
}

/** The headers of a poll, as they are sent. */
export function openHeaders(id: string, text: string): Record<string, string> {
  const kept = readHeaders("polling", text) ?? {};
  return Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [name, open(value, headerPlace(id, name))]),
  );
}

function isSameOrigin(text: string, kept: string): boolean {
  const [now, before] = [text, kept].map((each) => {
    const { url } = parseOrUndefined(each) as Configs["polling"];
    return URL.canParse(url) ? new URL(url).origin : null;
  });
  return now !== null && now === before;
}

function readHeaders(type: string, text: string): Record<string, string> | null {
  if (type !== "polling") return null;
  const parsed = parseOrUndefined(text) as { headers?: Record<string, string> } | undefined;
  return parsed?.headers ?? null;
}

function replaceHeaders(text: string, values: object): string {
  return JSON.stringify({ ...(JSON.parse(text) as object), headers: values });
}

function headerPlace(id: string, name: string) {
  return { table: "trigger", id, field: `config.headers.${name}` };
}

function checkSchedule(config: Configs["schedule"], clock: Clock): void {
  try {
    readSchedule(config, clock);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    throw refuse([{ path: `config.${error.field}`, message: error.message }]);
  }
}

function toIssues(issue: z.core.$ZodIssue): FieldIssue[] {
  const path = ["config", ...issue.path].join(".");
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: `${path}.${key}`, message: "Unknown key" }));
}

function refuse(issues: FieldIssue[]): AppError {
  const [first] = issues;
  return new AppError("validation_failed", first ? `${first.path}: ${first.message}` : "Bad config", {
    issues,
  });
}
