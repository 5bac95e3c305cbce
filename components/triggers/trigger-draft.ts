import type { TriggerOutput } from "@/server/triggers/schema";

/** A trigger while it is being written, each field as its control holds it. */
export type TriggerDraft = {
  personaId: string;
  triggerType: TriggerOutput["triggerType"];
  name: string;
  targetPersonaId: string;
  /** `every 30m` or five fields. */
  cron: string;
  timezone: string;
  eventType: string;
  payload: string;
  sourcePersonaId: string;
  onEventType: string;
  listensTo: "end" | "emitted";
  condition: "any" | "success" | "failure" | "jsonpath";
  jsonpath: string;
  expected: string;
  forwardsPayload: boolean;
  url: string;
  /** One `Name: value` a line. */
  headers: string;
  everySeconds: string;
  misfirePolicy: TriggerOutput["misfirePolicy"];
  misfireLimit: string;
  misfireHours: string;
  overlapPolicy: TriggerOutput["overlapPolicy"];
  useCaseId: string;
};

type Config = {
  cron?: string;
  interval_seconds?: number;
  timezone?: string;
  event_type?: string;
  payload?: unknown;
  source_persona_id?: string;
  on_event_type?: string;
  condition?: { type: TriggerDraft["condition"]; jsonpath?: string; expected?: unknown };
  payload_forward?: boolean;
  url?: string;
  headers?: Record<string, string>;
};

const hourMs = 3_600_000;

/** The draft of a trigger that exists, or of a new one. */
export function toDraft(
  trigger: TriggerOutput | null,
  given: { personaId: string; triggerType: TriggerOutput["triggerType"] },
): TriggerDraft {
  const config = JSON.parse(trigger?.config ?? "{}") as Config;
  const seconds = config.interval_seconds;
  return {
    personaId: trigger?.personaId ?? given.personaId,
    triggerType: trigger?.triggerType ?? given.triggerType,
    name: trigger?.name ?? "",
    targetPersonaId: trigger?.targetPersonaId ?? "",
    cron: config.cron ?? (seconds ? `every ${seconds}s` : trigger ? "" : "every 30m"),
    timezone: config.timezone ?? "",
    eventType: config.event_type ?? "",
    payload: showPayload(config.payload),
    sourcePersonaId: config.source_persona_id ?? "",
    onEventType: config.on_event_type ?? "",
    listensTo: config.on_event_type ? "emitted" : "end",
    condition: config.condition?.type ?? "any",
    jsonpath: config.condition?.jsonpath ?? "",
    expected: config.condition?.expected === undefined ? "" : JSON.stringify(config.condition.expected),
    forwardsPayload: config.payload_forward ?? false,
    url: config.url ?? "",
    headers: Object.entries(config.headers ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
    everySeconds: String(seconds ?? 60),
    misfirePolicy: trigger?.misfirePolicy ?? "latest",
    misfireLimit: String(trigger?.misfireLimit ?? 10),
    misfireHours: String((trigger?.misfireWindowMs ?? 24 * hourMs) / hourMs),
    overlapPolicy: trigger?.overlapPolicy ?? "queue",
    useCaseId: trigger?.useCaseId ?? "",
  };
}

/** What a draft says, as the hub takes it. */
export function toFields(draft: TriggerDraft) {
  return {
    name: draft.name.trim() || null,
    targetPersonaId: draft.targetPersonaId || null,
    config: toConfig(draft),
    misfirePolicy: draft.misfirePolicy,
    misfireLimit: Number(draft.misfireLimit),
    misfireWindowMs: Math.round(Number(draft.misfireHours) * hourMs),
    overlapPolicy: draft.overlapPolicy,
    useCaseId: draft.useCaseId.trim() || null,
  };
}

/** The config of a draft as JSON text; fields of other types are left out. */
export function toConfig(draft: TriggerDraft): string {
  const type = draft.eventType.trim() ? { event_type: draft.eventType.trim() } : {};
  const payload = draft.payload.trim() ? { payload: readJson(draft.payload) } : {};
  switch (draft.triggerType) {
    case "schedule": {
      const zone = draft.timezone.trim() ? { timezone: draft.timezone.trim() } : {};
      return JSON.stringify({ cron: draft.cron.trim(), ...zone, ...type, ...payload });
    }
    case "chain":
      return JSON.stringify({ source_persona_id: draft.sourcePersonaId, ...type, ...toListening(draft) });
    case "polling": {
      const headers = readHeaders(draft.headers);
      return JSON.stringify({
        url: draft.url.trim(),
        ...(Object.keys(headers).length > 0 ? { headers } : {}),
        interval_seconds: Number(draft.everySeconds),
        ...type,
      });
    }
    default:
      return JSON.stringify({ ...type, ...payload });
  }
}

function toListening(draft: TriggerDraft): object {
  const forward = draft.forwardsPayload ? { payload_forward: true } : {};
  if (draft.listensTo === "emitted") return { on_event_type: draft.onEventType.trim(), ...forward };
  if (draft.condition === "any") return forward;
  if (draft.condition !== "jsonpath") return { condition: { type: draft.condition }, ...forward };
  const expected = draft.expected.trim() ? { expected: readJson(draft.expected) } : {};
  return { condition: { type: "jsonpath", jsonpath: draft.jsonpath.trim(), ...expected }, ...forward };
}

function readHeaders(text: string): Record<string, string> {
  const pairs = text.split("\n").flatMap((line) => {
    const [name = "", ...rest] = line.split(":");
    return name.trim() ? [[name.trim(), rest.join(":").trim()]] : [];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** JSON when it is some, else the text itself. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function showPayload(payload: unknown): string {
  if (payload === undefined || payload === null) return "";
  return typeof payload === "string" ? payload : JSON.stringify(payload, null, 2);
}
