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
    [{ maxTurns: 1.5 }, "maxTurns"],
    [{ monthlyBudgetUsd: -1 }, "monthlyBudgetUsd"],
    [{ monthlyBudgetUsd: 1_000_001 }, "monthlyBudgetUsd"],
    [{ color: "x".repeat(201) }, "color"],
    [{ groupId: "x".repeat(201) }, "groupId"],
    [{ inferenceProfileId: "x".repeat(201) }, "inferenceProfileId"],
    [{ projectId: "x".repeat(201) }, "projectId"],
    [{ note: "x".repeat(201) }, "note"],
    [{ draft: "yes" }, "draft"],
    [{ description: "escape\u001b[31m" }, "description"],
    [{ systemPrompt: "nul\u0000" }, "systemPrompt"],
    [{ systemPrompt: "c1\u0085" }, "systemPrompt"],
    [{ icon: "bell\u0007" }, "icon"],
    [{ groupId: "bell\u0007" }, "groupId"],
    [{ designContext: "x".repeat(100 * 1024 + 1) }, "designContext"],
    [{ designContext: { text: "ä".repeat(50 * 1024) } }, "designContext"],
    [{ modelProfile: { model: "x".repeat(100 * 1024) } }, "modelProfile"],
    [{ networkPolicy: { mode: "deny-all", pad: "x".repeat(100 * 1024) } }, "networkPolicy"],
    [{ permissionPolicy: { pad: "x".repeat(100 * 1024) } }, "permissionPolicy"],
    [{ structuredPrompt: { identity: "x".repeat(100 * 1024) } }, "structuredPrompt"],
    [{ structuredPrompt: 5 }, "structuredPrompt"],
    [{ modelProfile: { maxTokens: 0 } }, "modelProfile"],
    [{ modelProfile: { provider: "other" } }, "modelProfile"],
    [
      { modelProfile: { fallbackModels: Array.from({ length: 6 }, () => "claude-haiku-5-5") } },
      "modelProfile",
    ],
    [{ modelProfile: { fallbackModels: ["claude-haiku-5-5", "gpt-5"] } }, "modelProfile"],
    [{ networkPolicy: { mode: "allow-list", allowedHosts: [{ host: "a", port: 1 }] } }, "networkPolicy"],
    [{ permissionPolicy: { allowAll: true } }, "permissionPolicy"],
    [{ name: null }, "name"],
    [{ systemPrompt: null }, "systemPrompt"],
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

  test.each<[object, string]>([
    [{ model: "gpt-5" }, "model: Unknown model. Known: "],
    [{ fallbackModels: ["claude-haiku-5-5", "gpt-5"] }, "fallbackModels.1: Unknown model. Known: "],
  ])("says of %j which models are known", (modelProfile, beginning) => {
    const { message = "" } = problemOf({ modelProfile }) ?? {};
    expect(message.startsWith(beginning)).toBe(true);
    for (const model of ["claude-fable-5-1", "claude-sonnet-5-5", "claude-haiku-4-5"])
      expect(message).toContain(model);
  });

  test("lets other providers have models of their own", () => {
    const modelProfile = { provider: "ollama", model: "llama", fallbackModels: ["mistral"] };
    expect(problemOf({ modelProfile })).toBeUndefined();
  });

  test("refuses an unknown field by name", () => {
    expect(problemOf({ colour: "red", webhookSecret: "mine" })?.message).toMatch(/colour.*webhookSecret/);
  });
});
