import { describe, expect, test } from "vitest";
import {
  readStructuredPrompt,
  startStructuredPrompt,
  writeStructuredPrompt,
} from "@/components/personas/structured-prompt";

const empty = {
  identity: "",
  instructions: "",
  toolGuidance: "",
  examples: "",
  errorHandling: "",
  webSearch: "",
};

describe("readStructuredPrompt", () => {
  test.each([
    ["no text", null],
    ["an empty text", ""],
    ["a text that is no JSON", "You are…"],
    ["a list", "[]"],
    ["a number", "3"],
    ["null", "null"],
  ])("takes %s for no structured prompt", (_name, text) => {
    expect(readStructuredPrompt(text)).toBeNull();
  });

  test.each([
    ["nothing", {}, empty],
    ["a section", { identity: "A scribe" }, { ...empty, identity: "A scribe" }],
    ["a section that is no text as empty", { identity: 3, examples: null }, empty],
    ["a section nobody knows as nothing", { mood: "calm" }, empty],
  ])("reads %s", (_name, stored, sections) => {
    expect(readStructuredPrompt(JSON.stringify(stored))).toEqual({ sections, custom: [] });
  });

  test.each([
    ["a title", { title: "Tone", content: "Dry" }, ["Tone", "Dry"]],
    ["a label", { label: "Tone", content: "Dry" }, ["Tone", "Dry"]],
    ["a name", { name: "Tone", content: "Dry" }, ["Tone", "Dry"]],
    ["a key", { key: "Tone", content: "Dry" }, ["Tone", "Dry"]],
    ["the title where there are two", { key: "tone", title: "Tone", content: "Dry" }, ["Tone", "Dry"]],
    ["nothing", { content: "Dry" }, ["", "Dry"]],
    ["a title, without content", { title: "Tone", content: 3 }, ["Tone", ""]],
  ])("reads a custom section headed by %s", (_name, section, [heading, content]) => {
    const read = readStructuredPrompt(JSON.stringify({ customSections: [section] }));
    expect(read?.custom).toEqual([{ key: "stored-0", heading, content }]);
  });

  test.each([["a text"], [[null, 3, "text"]], [{ title: "Tone" }]])(
    "leaves out custom sections that are none: %j",
    (customSections) => {
      expect(readStructuredPrompt(JSON.stringify({ customSections }))?.custom).toEqual([]);
    },
  );
});

describe("writeStructuredPrompt", () => {
  const custom = (heading: string, content: string) => ({ key: "one", heading, content });

  test.each([
    ["nothing for an empty draft", { sections: empty, custom: [] }, {}],
    ["no blank section", { sections: { ...empty, identity: " \n" }, custom: [] }, {}],
    ["a section as typed", { sections: { ...empty, identity: " A " }, custom: [] }, { identity: " A " }],
    [
      "a custom section",
      { sections: empty, custom: [custom(" Tone ", "Dry")] },
      { customSections: [{ title: "Tone", content: "Dry" }] },
    ],
    [
      "a heading for a custom section without one",
      { sections: empty, custom: [custom(" ", "Dry")] },
      { customSections: [{ title: "Notes", content: "Dry" }] },
    ],
    ["no blank custom section", { sections: empty, custom: [custom(" ", "\n")] }, {}],
  ])("writes %s", (_name, draft, stored) => {
    expect(JSON.parse(writeStructuredPrompt(draft))).toEqual(stored);
  });

  test("writes what was read", () => {
    const stored = { identity: "A", webSearch: "No", customSections: [{ title: "Tone", content: "Dry" }] };
    const draft = readStructuredPrompt(JSON.stringify(stored));
    expect(JSON.parse(writeStructuredPrompt(draft ?? startStructuredPrompt("")))).toEqual(stored);
  });
});

test("a plain prompt becomes the instructions", () => {
  expect(startStructuredPrompt("Do it.")).toEqual({
    sections: { ...empty, instructions: "Do it." },
    custom: [],
  });
});
