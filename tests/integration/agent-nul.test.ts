import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { type AgentServices, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";

let services: AgentServices;
beforeAll(async () => {
  services = await openAgentServices();
});
afterAll(() => services?.close());

const nul = String.fromCharCode(0);
/** As it stands in somebody's code. */
const written = 'text.replaceAll("\\u0000", "")';

test("a call with a NUL, real or written out, is made without the real one, and paid once", async () => {
  const message = { title: `A${nul}B`, content: `${written}${nul}` };
  const answers = [
    call([{ name: "user_message", input: message }], { text: `${written}${nul}` }),
    say(written),
  ];
  const it = await prepareRun(services, answers);
  expect(await driveExecution(it.executionId)).toBe("completed");
  expect(it.asked()).toHaveLength(2);
  const { turns, toolCalls, outputData } = await it.read();
  expect(outputData).toBe(written);
  expect(turns.map(({ content }) => JSON.parse(content)[0].text)).toEqual([written, written]);
  expect(toolCalls.map(({ input }) => JSON.parse(input))).toEqual([{ title: "AB", content: written }]);
  expect(await db.personaMessage.findFirst({ where: { executionId: it.executionId } })).toMatchObject({
    title: "AB",
    content: written,
  });
});

test("protocols in text that hold a NUL take effect without it, and lose no run", async () => {
  const lines = [
    { manual_review: { title: "Really\u0000?", description: "\u0000", context_data: "a\u0000b" } },
    { persona_action: { target: "no\u0000body", action: "run" } },
    { emit_event: { type: "odd", data: { "k\u0000": "v\u0000" } } },
    { execution_flow: { flows: ["a\u0000"] } },
    { outcome_assessment: { accomplished: false, summary: "No\u0000.", blockers: ["x\u0000"] } },
  ].map((line) => JSON.stringify(line));
  const it = await prepareRun(services, [say(lines.join("\n"))]);
  expect(await driveExecution(it.executionId)).toBe("completed");
  expect(it.asked()).toHaveLength(1);
  expect(await db.review.findFirst({ where: { executionId: it.executionId } })).toMatchObject({
    title: "Really?",
    contextData: "ab",
  });
  expect(await it.read()).toMatchObject({ accomplished: false, outcomeSummary: "No." });
  const event = await db.event.findFirst({ where: { sourceId: it.personaId, eventType: "odd" } });
  expect(JSON.parse(event?.payload ?? "")).toEqual({ k: "v" });
  expect((await it.notices()).join()).toContain("nobody");
});
