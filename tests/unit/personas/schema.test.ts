import { describe, expect, test } from "vitest";
import { personaInput } from "@/server/personas/schema";

const problemOf = (input: object) => {
  const issue = personaInput.safeParse({ name: "A", ...input }).error?.issues[0];
  return issue && { path: issue.path.join("."), message: issue.message };
};

describe("personaInput", () => {
  test.each<object>([
    { name: "x".repeat(200), description: "x".repeat(2_000), systemPrompt: "x".repeat(50 * 1024) },
    { maxConcurrent: 1, timeoutMs: 1_000, maxBudgetUsd: 0, maxTurns: 1 },
    { maxConcurrent: 100, timeoutMs: 600_000, maxBudgetUsd: 1_000, maxTurns: 1_000 },
    { description: null, structuredPrompt: null, modelProfile: null, maxBudgetUsd: null },
    { structuredPrompt: { identity: "I" }, designContext: "any text" },
    { modelProfile: { model: "claude-haiku-5-5", maxTokens: 5 } },
    { modelProfile: { provider: "ollama", model: "llama", baseUrl: "http://localhost:11434" } },
    { permissionPolicy: { allowedTools: ["a"], allowNetwork: false, skipAllPermissions: false } },
    { networkPolicy: { mode: "allow-list", allowedHosts: [{ host: "*.example.com", ports: [443] }] } },
    { id: "my_persona-1", projectId: "default", runtime: "dry-run" },
  ])("takes %j", (input) => {
    expect(problemOf(input)).toBeUndefined();
  });

  test.each<[object, string]>([
    [{ name: "" }, "name"],
    [{ name: "   " }, "name"],
    [{ name: "x".repeat(201) }, "name"],
    [{ name: "bell\u0007" }, "name"],
    [{ icon: "x".repeat(201) }, "icon"],
    [{ description: "x".repeat(2_001) }, "description"],
    [{ systemPrompt: "x".repeat(50 * 1024 + 1) }, "systemPrompt"],
    [{ structuredPrompt: "x".repeat(100 * 1024 + 1) }, "structuredPrompt"],
    [{ structuredPrompt: "a\u0000" }, "structuredPrompt"],
    [{ maxConcurrent: 0 }, "maxConcurrent"],
    [{ maxConcurrent: 101 }, "maxConcurrent"],
    [{ maxConcurrent: 1.5 }, "maxConcurrent"],
    [{ maxConcurrent: "1" }, "maxConcurrent"],
    [{ timeoutMs: 999 }, "timeoutMs"],
    [{ timeoutMs: 600_001 }, "timeoutMs"],
    [{ maxBudgetUsd: -1 }, "maxBudgetUsd"],
    [{ maxBudgetUsd: 1_001 }, "maxBudgetUsd"],
    [{ maxTurns: 0 }, "maxTurns"],
    [{ maxTurns: 1_001 }, "maxTurns"],
    [{ enabled: "yes" }, "enabled"],
    [{ runtime: "cloud" }, "runtime"],
    [{ id: "a b" }, "id"],
    [{ id: "x".repeat(65) }, "id"],
    [{ modelProfile: "{" }, "modelProfile"],
    [{ modelProfile: { model: "gpt-5" } }, "modelProfile"],
    [{ modelProfile: { model: "claude-haiku-5-5", colour: 1 } }, "modelProfile"],
    [{ modelProfile: { baseUrl: "file:///etc/passwd" } }, "modelProfile"],
    [{ networkPolicy: { mode: "open" } }, "networkPolicy"],
    [{ networkPolicy: { mode: "allow-list", allowedHosts: [{ host: "a", ports: [0] }] } }, "networkPolicy"],
    [{ permissionPolicy: { allowedTools: "all" } }, "permissionPolicy"],
  ])("refuses %j at its field", (input, path) => {
    expect(problemOf(input)?.path).toBe(path);
  });

  test("refuses an unknown field by name", () => {
    expect(problemOf({ colour: "red", webhookSecret: "mine" })?.message).toMatch(/colour.*webhookSecret/);
  });
});
