import { describe, expect, test } from "vitest";
import { AppError } from "@/server/errors";
import { readConfig } from "@/server/triggers/config";
import type { TriggerType } from "@/server/triggers/schema";

const clock = { anchorMs: 0, timeZone: "UTC" };
const chain = { source_persona_id: "per_a" };
const poll = { url: "https://example.com/feed" };

describe("a config", () => {
  test.each<[TriggerType, object]>([
    ["schedule", { cron: "every 30m" }],
    [
      "schedule",
      { cron: "0 9 * * mon-fri", timezone: "Europe/Berlin", event_type: "standup", payload: { a: 1 } },
    ],
    ["schedule", { interval_seconds: 5 }],
    ["manual", {}],
    ["webhook", { event_type: "deploy_done" }],
    [
      "chain",
      { ...chain, condition: { type: "jsonpath", jsonpath: "$.a", expected: null }, payload_forward: true },
    ],
    ["chain", { ...chain, on_event_type: "report.ready" }],
    ["polling", { ...poll, headers: { "X-Key": "a b" }, interval_seconds: 5 }],
  ])("of type %s is taken: %j", (type, config) => {
    expect(readConfig(type, JSON.stringify(config), clock)).toMatchObject(config);
  });

  test.each<[string, TriggerType, unknown, string]>([
    ["no JSON", "manual", undefined, "config"],
    ["a list", "manual", [], "config"],
    ["an unknown key", "manual", { crom: "every 5m" }, "config.crom"],
    ["no schedule", "schedule", {}, "config.cron"],
    ["a bad cron", "schedule", { cron: "61 * * * *" }, "config.cron"],
    ["too short an interval", "schedule", { interval_seconds: 4 }, "config.interval_seconds"],
    ["an unknown zone", "schedule", { cron: "0 9 * * *", timezone: "Nowhere" }, "config.timezone"],
    ["a type with a dash", "manual", { event_type: "a-b" }, "config.event_type"],
    ["too long a type", "manual", { event_type: "a".repeat(65) }, "config.event_type"],
    ["a type of GitLab's", "manual", { event_type: "gitlab_push" }, "config.event_type"],
    ["a type of the webhooks'", "webhook", { event_type: "webhook_received" }, "config.event_type"],
    ["a chain without a source", "chain", {}, "config.source_persona_id"],
    ["an unknown condition", "chain", { ...chain, condition: { type: "maybe" } }, "config.condition.type"],
    [
      "a jsonpath condition without a path",
      "chain",
      { ...chain, condition: { type: "jsonpath" } },
      "config.condition.jsonpath",
    ],
    [
      "a bad path",
      "chain",
      { ...chain, condition: { type: "jsonpath", jsonpath: "a.b" } },
      "config.condition.jsonpath",
    ],
    [
      "a condition on emitted events",
      "chain",
      { ...chain, on_event_type: "a", condition: { type: "any" } },
      "config.condition",
    ],
    ["no address", "polling", {}, "config.url"],
    ["an address of a file", "polling", { url: "file:///etc/passwd" }, "config.url"],
    ["an address with a password", "polling", { url: "https://a:b@example.com/" }, "config.url"],
    ["headers that are none", "polling", { ...poll, headers: { A: 5 } }, "config.headers.A"],
    ["looking too often", "polling", { ...poll, interval_seconds: 4 }, "config.interval_seconds"],
    ["a header with a line break", "polling", { ...poll, headers: { A: "b\r\nC: d" } }, "config.headers.A"],
  ])("%s is refused with the field", (_name, type, config, path) => {
    const text = config === undefined ? "{" : JSON.stringify(config);
    const read = () => readConfig(type, text, clock);
    expect(read).toThrow(AppError);
    expect(read).toThrow(
      expect.objectContaining({ code: "validation_failed", issues: [expect.objectContaining({ path })] }),
    );
  });
});
