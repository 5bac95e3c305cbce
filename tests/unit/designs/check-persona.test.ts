import { describe, expect, test } from "vitest";
import { checkPersona, type PersonaFacts } from "@/server/designs/check-persona";

const sound: PersonaFacts = {
  persona: {
    name: "Scribe",
    description: "Writes.",
    systemPrompt: "Write.",
    structuredPrompt: null,
    runtime: "hub",
    modelProfile: null,
    timeoutMs: 300_000,
    maxTurns: null,
    maxBudgetUsd: 1,
    permissionPolicy: null,
    networkPolicy: null,
    designContext: null,
    enabled: true,
    monthlyBudgetUsd: null,
  },
  tools: [],
  withheld: [],
  credentials: [],
  hubHosts: null,
  listenerCount: 1,
  hasClaude: true,
  hasWorker: true,
};
const tool = { name: "issues", scriptPath: "", requiresCredentialType: "tracker" };
const tracker = { name: "Tracker", serviceType: "tracker", allowedHosts: ["api.tracker.example.com"] };
const policy = (value: object) => JSON.stringify(value);
const allowing = (...hosts: string[]) =>
  policy({ mode: "allow-list", allowedHosts: hosts.map((host) => ({ host })) });

type Case = [
  name: string,
  persona: Partial<PersonaFacts["persona"]>,
  facts: Partial<PersonaFacts>,
  issue: string,
  words: string,
];
const cases: Case[] = [
  ["no instructions", { systemPrompt: " " }, {}, "error prompt", "no instructions"],
  ["empty sections", { structuredPrompt: "{}" }, {}, "error prompt", "no instructions"],
  ["sections that are no JSON", { structuredPrompt: "{" }, {}, "warning prompt", "plain text"],
  ["no description", { description: null }, {}, "info prompt", "description"],
  ["disabled", { enabled: false }, {}, "warning state", "disabled"],
  [
    "an unknown model",
    { modelProfile: policy({ provider: "custom", model: "m" }) },
    {},
    "error model",
    "custom",
  ],
  ["a base URL", { modelProfile: policy({ baseUrl: "https://a.example" }) }, {}, "error model", "base URL"],
  ["no key", {}, { hasClaude: false }, "error model", "key for Claude"],
  ["no worker", { runtime: "worker" }, { hasWorker: false }, "warning worker", "No worker"],
  ["a dry run", { runtime: "dry-run", maxBudgetUsd: null }, {}, "info state", "dry"],
  ["a tool without its credential", {}, { tools: [tool] }, "error credentials", "issues requires"],
  [
    "a script in the hub",
    {},
    { tools: [{ ...tool, scriptPath: "x.ts" }], credentials: [tracker] },
    "warning tools",
    "script",
  ],
  [
    "a credential for no host",
    {},
    { credentials: [{ ...tracker, allowedHosts: [] }] },
    "warning credentials",
    "no host",
  ],
  [
    "one turn and tools",
    { maxTurns: 1 },
    { tools: [tool], credentials: [tracker] },
    "warning tools",
    "one turn",
  ],
  [
    "no network",
    { networkPolicy: policy({ mode: "deny-all" }) },
    { credentials: [tracker] },
    "warning network",
    "no network",
  ],
  [
    "network not permitted",
    { permissionPolicy: policy({ allowNetwork: false }) },
    { credentials: [tracker] },
    "warning network",
    "no network",
  ],
  [
    "a host not listed",
    { networkPolicy: allowing("other.example.com") },
    { credentials: [tracker] },
    "warning network",
    "api.tracker.example.com",
  ],
  [
    "a host the hub does not list",
    {},
    { credentials: [tracker], hubHosts: ["other.example.com"] },
    "warning network",
    "Settings",
  ],
  [
    "all permissions on a worker",
    { runtime: "worker", permissionPolicy: policy({ skipAllPermissions: true }) },
    {},
    "warning permissions",
    "everything",
  ],
  [
    "a tool that asks, on a worker",
    { runtime: "worker" },
    { withheld: [{ name: "issues", kind: "definition", policy: "ask" }] },
    "warning tools",
    "issues asks a person before each call",
  ],
  [
    "a denied tool on a worker",
    { runtime: "worker" },
    { withheld: [{ name: "issues", kind: "definition", policy: "deny" }] },
    "warning tools",
    "issues is denied",
  ],
  [
    "a protocol that asks, on a worker",
    { runtime: "worker" },
    { withheld: [{ name: "emit_event", kind: "protocol", policy: "ask" }] },
    "warning tools",
    "refused there",
  ],
  [
    "an MCP server on a worker",
    { runtime: "worker" },
    { withheld: [{ name: "tracker", kind: "server", policy: "allow" }] },
    "warning tools",
    "tracker is not given to workers",
  ],
  ["nothing to spend", { maxBudgetUsd: 0 }, {}, "error budget", "execution is 0"],
  ["nothing to spend in a month", { monthlyBudgetUsd: 0 }, {}, "error budget", "month is 0"],
  ["no budget", { maxBudgetUsd: null }, {}, "info budget", "no limit"],
  [
    "only a budget for a month, on a worker",
    { runtime: "worker", maxBudgetUsd: null, monthlyBudgetUsd: 5 },
    {},
    "info budget",
    "one at a time",
  ],
  ["nothing it listens to", {}, { listenerCount: 0 }, "info triggers", "listens to nothing"],
];

describe("checkPersona", () => {
  test("finds nothing in a sound persona", () => {
    const facts = { ...sound, tools: [tool], credentials: [tracker] };
    expect(checkPersona(facts)).toEqual([]);
    const networkPolicy = allowing("*.tracker.example.com");
    expect(checkPersona({ ...facts, persona: { ...sound.persona, networkPolicy } })).toEqual([]);
    const persona = { ...sound.persona, structuredPrompt: policy({ identity: "I" }), systemPrompt: "" };
    expect(checkPersona({ ...sound, persona })).toEqual([]);
  });

  test.each(cases)("finds %s", (_name, persona, facts, expected, words) => {
    const issues = checkPersona({ ...sound, ...facts, persona: { ...sound.persona, ...persona } });
    const found = issues.map(({ level, category, message }) => ({ is: `${level} ${category}`, message }));
    expect(found).toEqual([{ is: expected, message: expect.stringContaining(words) }]);
  });

  test("does not ask a worker's persona for the hub's key, nor for hosts of its credentials", () => {
    const persona = { ...sound.persona, runtime: "worker" as const };
    const credentials = [{ ...tracker, allowedHosts: [] }];
    expect(checkPersona({ ...sound, persona, credentials, hasClaude: false })).toEqual([]);
  });

  test("puts the gravest first", () => {
    const persona = { ...sound.persona, systemPrompt: "", description: null, enabled: false };
    expect(checkPersona({ ...sound, persona }).map(({ level }) => level)).toEqual([
      "error",
      "warning",
      "info",
    ]);
  });
});
