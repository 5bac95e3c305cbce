import { describe, expect, test } from "vitest";
import { assembleDesignPrompt } from "@/server/designs/design-prompt";
import { readAnswer, takeAnswer } from "@/server/designs/read-answer";

const persona = {
  name: "Issue Sorter",
  description: "Sorts issues.",
  identity: "You sort issues.",
  instructions: "Read and sort.",
};
const json = JSON.stringify({ personas: [persona] });

describe("readAnswer", () => {
  test.each([
    ["the tool's input", json],
    ["a fence", `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nGood luck {with} it.`],
    ["braces in text", `It is ${json} as asked.`],
    ["one persona without the list", JSON.stringify(persona)],
  ])("reads %s", (_name, answer) => {
    expect(readAnswer(answer, 1)).toEqual([persona]);
  });

  test.each([
    ["no JSON", "I would rather not.", 1, "without a design"],
    ["a list", "[1]", 1, "without a design"],
    ["cut JSON", json.slice(0, -10), 1, "without a design"],
    ["a part that is missing", JSON.stringify({ ...persona, instructions: " " }), 1, "0.instructions"],
    ["a wrong type", JSON.stringify({ personas: "none" }), 1, "cannot be read"],
    ["too few", json, 2, "1 of 2"],
  ])("says what is wrong with %s", (_name, answer, count, words) => {
    expect(readAnswer(answer, count)).toEqual({ problem: expect.stringContaining(words) });
  });
});

describe("takeAnswer", () => {
  test("takes the tool's input before the text", () => {
    const text = { type: "text" as const, text: "Let me.", citations: null };
    const call = { type: "tool_use", id: "t", name: "submit_design", input: { personas: [] } };
    expect(takeAnswer([text, call as never])).toBe('{"personas":[]}');
    expect(takeAnswer([text])).toBe("Let me.");
  });
});

describe("assembleDesignPrompt", () => {
  test("says what is wanted, how many, and with what", () => {
    const { user } = assembleDesignPrompt({
      intent: "Sort our issues.",
      count: 2,
      tools: [
        { name: "issues", description: "Finds issues.", isGiven: true },
        { name: "mail", description: "Sends mail.", isGiven: false },
      ],
      connectors: [{ name: "Tracker", serviceType: "tracker" }],
    });
    expect(user).toBe(`Design 2 personas that work as a team, each with a part of its own, for this intention:

Sort our issues.

Tools there are:
- issues (given): Finds issues.
- mail: Sends mail.

Services it has credentials for:
- Tracker (tracker)`);
  });
});
