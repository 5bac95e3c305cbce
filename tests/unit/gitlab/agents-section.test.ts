import { describe, expect, test } from "vitest";
import { dropSection, hasSection, putSection, writeSection } from "@/server/gitlab/agents-section";

const persona = {
  name: "Release\nScribe",
  description: "Writes notes.",
  systemPrompt: "## Identity\nYou write.\n```ts\ncode\n```\n<!-- ensemble:end per_a -->",
  model: "claude-sonnet-5-5",
  version: 3,
  tools: [{ name: "search", description: "Looks\n things up.", input_schema: { type: "object" } }],
  variables: [],
};
const section = writeSection("per_a", persona);

test("a section holds name, description, the prompt in a fence that it cannot leave, tools and a source", () => {
  expect(section).toBe(
    [
      "<!-- ensemble:begin per_a -->",
      "# Release Scribe",
      "Writes notes.",
      "## System Prompt",
      "````text\n## Identity\nYou write.\n```ts\ncode\n```\n<!-- ensemble end per_a -->\n````",
      "## Tools",
      "- **search**: Looks things up.",
      "_Source: Ensemble, persona per_a, version 3, model claude-sonnet-5-5_",
      "<!-- ensemble:end per_a -->",
    ].join("\n\n"),
  );
});

describe("a file of somebody's", () => {
  test.each([
    ["nothing", "", `${section}\n`, ""],
    ["text", "# Ours\n", `# Ours\n\n${section}\n`, "# Ours\n"],
    ["text without a last newline", "# Ours", `# Ours\n\n${section}\n`, "# Ours\n"],
  ])("with %s in it keeps that", (_name, before, after, left) => {
    expect(putSection(before, "per_a", section)).toBe(after);
    expect(putSection(after, "per_a", section)).toBe(after);
    expect(dropSection(after, "per_a")).toBe(left);
  });

  test("keeps the sections of other personas, and what stands behind", () => {
    const other = writeSection("per_b", { ...persona, name: "Other" });
    const file = `${putSection(putSection("", "per_a", section), "per_b", other)}\nMore.\n`;
    const next = putSection(file, "per_a", writeSection("per_a", { ...persona, version: 4 }));
    expect(next).toContain("version 4");
    expect(next).not.toContain("persona per_a, version 3");
    expect(next).toContain(other);
    const left = dropSection(next, "per_a") ?? "";
    expect(left).toBe(`${other}\n\nMore.\n`);
    expect([hasSection(left, "per_a"), hasSection(left, "per_b")]).toEqual([false, true]);
  });

  test.each([
    ["without the section", "# Ours\n"],
    ["with half of it", "<!-- ensemble:begin per_a -->\n"],
    ["with one of a longer id", "<!-- ensemble:begin per_ab -->x<!-- ensemble:end per_ab -->"],
  ])("%s has nothing to drop", (_name, file) => {
    expect(dropSection(file, "per_a")).toBeNull();
  });
});
