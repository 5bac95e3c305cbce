import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assemblePrompt, type PromptPersona } from "@/server/prompts/assemble";

const folder = join(import.meta.dirname, "../../fixtures/prompts");
const plain: PromptPersona = {
  name: "Release Scribe",
  description: "Turns pushes into release notes.",
  systemPrompt: "You write release notes.",
  structuredPrompt: null,
};
const structured = {
  identity: "You write release notes.",
  instructions: "Group what changed.",
  toolGuidance: "Read before you write.",
  examples: "Fixed\n- The export works.",
  errorHandling: "Say so in one sentence.",
  webSearch: "Prefer primary sources.",
};
const input = { ref: "refs/heads/main", commits: [{ message: 'Fix "quotes" & <tags>\nand lines' }] };

const customSections = [
  { title: "By title", label: "no", name: "no", key: "no", content: "first" },
  { label: "By label", name: "no", content: "second" },
  { name: "By name", key: "no", content: "third" },
  { key: "By key", content: "fourth" },
  { title: "", label: "Empty title", content: "fifth" },
  { content: "no heading" },
  { title: "Left out, for it is empty", content: "  " },
  { title: "Lists", content: ["a", "b"] },
  "no section",
  null,
];

/** Each is one file of tests/fixtures/prompts: the system part, a line, the user part. */
const cases: [file: string, persona: Partial<PromptPersona>, input: unknown][] = [
  ["structured", { structuredPrompt: JSON.stringify(structured) }, input],
  ["fallback", {}, input],
  ["fallback-unparsable", { structuredPrompt: "{not json" }, input],
  ["fallback-array", { structuredPrompt: "[1]" }, input],
  ["custom-sections", { structuredPrompt: JSON.stringify({ identity: "I", customSections }) }, input],
  [
    "sections-empty",
    { structuredPrompt: JSON.stringify({ ...structured, examples: "", toolGuidance: null }) },
    input,
  ],
  ["description-empty", { description: "  " }, input],
  ["description-null", { description: null }, input],
  ["input-none", {}, undefined],
  ["input-falsy", {}, 0],
];

describe("assemblePrompt", () => {
  test.each(cases)("%s", async (file, changed, given) => {
    const { system, user } = assemblePrompt({ ...plain, ...changed }, given);
    await expect(`${system}\n──── user ────\n${user}\n`).toMatchFileSnapshot(join(folder, `${file}.txt`));
  });

  test("keeps the system part the same whatever the input is, so that it can be cached", () => {
    const persona = { ...plain, structuredPrompt: JSON.stringify(structured) };
    expect(assemblePrompt(persona, input).system).toBe(assemblePrompt(persona, undefined).system);
  });

  test("has the contract's headings in the contract's order", () => {
    const persona = {
      ...plain,
      structuredPrompt: JSON.stringify({
        ...structured,
        customSections: [{ title: "House style", content: "Short." }],
      }),
    };
    const { system, user } = assemblePrompt(persona, input);
    const headings = `${system}\n${user}`.match(/^##? .+$/gm);
    expect(headings).toEqual([
      "# Persona: Release Scribe",
      "## Description",
      "## Identity",
      "## Instructions",
      "## Tool Guidance",
      "## Examples",
      "## Error Handling",
      "## House style",
      "## Web Search Research Prompt",
      "## Input Data",
      "## EXECUTE NOW",
    ]);
  });
});
