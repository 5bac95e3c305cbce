import { describe, expect, test } from "vitest";
import { claudeKeyInput, settingsUpdate } from "@/server/settings/schema";

describe("settingsUpdate", () => {
  test.each([
    {},
    { workspaceName: "Chord" },
    { timeZone: "Europe/Berlin", defaultModel: null },
    { defaultModel: "claude-haiku-5-5", isPaused: true },
    { executionRetentionDays: 1, eventRetentionDays: 3_650, modelIdleTimeoutMs: 1_000 },
  ])("takes %j", (update) => {
    expect(settingsUpdate.parse(update)).toEqual(update);
  });

  test("trims the workspace's name", () => {
    expect(settingsUpdate.parse({ workspaceName: "  Chord " })).toEqual({ workspaceName: "Chord" });
  });

  test.each([
    ["workspaceName", "  ", /./],
    ["workspaceName", "x".repeat(81), /80/],
    ["timeZone", "Mars/Olympus", /IANA time zone, for example/],
    ["timeZone", "", /IANA/],
    ["defaultModel", "gpt-5", /Unknown model. Known: claude/],
    ["isPaused", "true", /boolean/],
    ["executionRetentionDays", 0, /1/],
    ["executionRetentionDays", 1.5, /int/],
    ["eventRetentionDays", 3_651, /3650/],
    ["modelIdleTimeoutMs", 999, /1000/],
    ["hopLimit", 0, /1/],
    ["hopLimit", 65, /64/],
    ["loopBreakerCount", 0, /1/],
    ["loopBreakerMinutes", 1_441, /1440/],
    ["colour", "red", /colour/],
  ])("refuses %s = %j", (key, value, words) => {
    const issue = settingsUpdate.safeParse({ [key]: value }).error?.issues[0];
    expect([...(issue?.path ?? []), ...("keys" in (issue ?? {}) ? [key] : [])]).toEqual([key]);
    expect(issue?.message).toMatch(words);
  });
});

test.each(["short", "with space in it", "ümläut-in-the-key", "x".repeat(501)])(
  "a key for Claude is not %j",
  (apiKey) => {
    expect(claudeKeyInput.safeParse({ apiKey }).success).toBe(false);
  },
);
