import { formatDuration } from "@/lib/format";
import type { FireCause, TriggerOutput } from "@/server/triggers/schema";

export const typeWords: Record<TriggerOutput["triggerType"], { label: string; hint: string }> = {
  schedule: { label: "Schedule", hint: "At planned times" },
  chain: { label: "Chain", hint: "After another persona" },
  polling: { label: "Polling", hint: "When a page changes" },
  webhook: { label: "Webhook", hint: "When the persona's webhook is called" },
  manual: { label: "Manual", hint: "When somebody asks" },
};

export const causeWords: Record<FireCause, string> = {
  schedule: "On time",
  misfire: "Made up for",
  backfill: "Backfilled",
  manual: "Run by hand",
  chain: "Chain",
  polling: "Page changed",
  webhook: "Webhook",
};

export const noteWords = {
  "after-gap": "The clocks skip this time; it fires right after.",
  "first-pass": "The clocks show this time twice; it fires the first time.",
  "second-pass": "The second pass of an hour that comes twice.",
};

type Config = {
  cron?: string;
  interval_seconds?: number;
  source_persona_id?: string;
  on_event_type?: string;
  condition?: { type: string; jsonpath?: string };
  url?: string;
};

/** What makes a trigger fire, in a few words. */
export function describeTrigger({
  triggerType,
  config,
}: Pick<TriggerOutput, "triggerType" | "config">): string {
  const given = JSON.parse(config) as Config;
  switch (triggerType) {
    case "schedule":
      return given.cron ?? `every ${formatDuration((given.interval_seconds ?? 0) * 1000)}`;
    case "chain":
      return given.on_event_type ? `on ${given.on_event_type}` : describeEnd(given.condition);
    case "polling":
      return given.url ?? "";
    default:
      return typeWords[triggerType].hint;
  }
}

/** What a trigger is called: its name, or what makes it fire. */
export function nameTrigger(trigger: Pick<TriggerOutput, "name" | "triggerType" | "config">): string {
  return trigger.name || describeTrigger(trigger);
}

function describeEnd(condition: Config["condition"]): string {
  switch (condition?.type) {
    case "success":
      return "after each success";
    case "failure":
      return "after each failure";
    case "jsonpath":
      return `when ${condition.jsonpath} fits`;
    default:
      return "after each execution";
  }
}
