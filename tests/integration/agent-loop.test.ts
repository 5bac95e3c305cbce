import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/server/db";
import { type AgentServices, fetchCall, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";
import { insertPersona } from "@/tests/support/services";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

let services: AgentServices;
let web: WebServer;
beforeAll(async () => {
  services = await openAgentServices();
  web = await startWebServer((request, response) => {
    if (request.path === "/long") return void response.writeHead(200).end("0123456789".repeat(20_000));
    response.writeHead(200).end(`${request.method} ${request.path}`);
  });
});
afterAll(async () => {
  await web?.stop();
  await services?.close();
});

const at = (path: string) => fetchCall(`${web.url}${path}`);

describe("turns and tools", () => {
  test("a tool's result goes back fenced, and the turn after it ends the run", async () => {
    const it = await prepareRun(services, [call([at("/one")]), say("It says one.")]);
    expect(await driveExecution(it.executionId)).toBe("completed");
    const row = await it.read();
    expect(row).toMatchObject({ status: "completed", outputData: "It says one.", errorMessage: null });
    expect(row.turns.map(({ turn, kind, stopReason }) => [turn, kind, stopReason])).toEqual([
      [1, "model", "tool_use"],
      [2, "model", "end_turn"],
    ]);
    expect(row.toolCalls).toMatchObject([
      {
        name: "http_request",
        source: "builtin",
        effect: "read",
        policy: "allow",
        status: "completed",
        isError: false,
      },
    ]);
    expect(row.toolCalls[0]?.output).toContain("GET /one");
    const [first, second] = it.asked();
    expect(first?.tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["http_request", "user_message"]),
    );
    const result = second?.messages.at(-1)?.content[0] as {
      content: { text: string }[];
      tool_use_id: string;
    };
    expect(result.tool_use_id).toBe(row.toolCalls[0]?.callId);
    expect(result?.content?.[0]?.text).toMatch(
      /^<untrusted_tool_result_(\w+)>[\s\S]*<\/untrusted_tool_result_\1>$/,
    );
  });

  test("what was sent once is sent alike again, so that the cache can serve it", async () => {
    const it = await prepareRun(services, [call([at("/a")]), call([at("/b")]), say("Done.")]);
    await driveExecution(it.executionId);
    const bodies = it.asked();
    const strip = (value: unknown) =>
      JSON.stringify(value).replaceAll(',"cache_control":{"type":"ephemeral"}', "");
    for (const body of bodies) {
      expect(strip(body.system)).toBe(strip(bodies[0]?.system));
      expect(strip(body.tools)).toBe(strip(bodies[0]?.tools));
      expect(JSON.stringify(body.system)).toContain('"cache_control"');
      expect(JSON.stringify(body.messages.at(-1))).toContain('"cache_control"');
    }
    const [, second, third] = bodies.map((body) => strip(body.messages).slice(0, -1));
    expect(third?.startsWith(second ?? "?")).toBe(true);
  });

  test("calls of one turn run side by side", async () => {
    let open = 0;
    let most = 0;
    const slow = await startWebServer((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end("ok");
      }, 300);
    });
    const calls = [1, 2, 3].map((n) => ({
      name: "http_request",
      input: { method: "GET", url: `${slow.url}/${n}` },
    }));
    const it = await prepareRun(services, [call(calls), say("Done.")]);
    expect(await driveExecution(it.executionId)).toBe("completed");
    await slow.stop();
    expect(most).toBe(3);
    expect(it.asked()[1]?.messages.at(-1)?.content).toHaveLength(3);
  });

  test("a call that does not fit, an unknown tool and a denied one are results, not ends", async () => {
    const it = await prepareRun(services, [
      call([
        { name: "http_request", input: { url: 5 } },
        { name: "no_such_tool", input: {} },
        { name: "current_time", input: {} },
      ]),
      say("I see."),
    ]);
    await db.toolPolicy.create({
      data: { personaId: it.personaId, toolName: "current_time", policy: "deny" },
    });
    expect(await driveExecution(it.executionId)).toBe("completed");
    const { toolCalls } = await it.read();
    expect(toolCalls.map(({ status, isError }) => [status, isError])).toEqual([
      ["failed", true],
      ["failed", true],
      ["denied", true],
    ]);
    expect(it.asked()[0]?.tools.map(({ name }) => name)).not.toContain("current_time");
  });

  test("a long result is cut for the model and kept whole for people", async () => {
    const it = await prepareRun(services, [call([at("/long")]), say("Long.")]);
    await driveExecution(it.executionId);
    const [row] = (await it.read()).toolCalls;
    expect(row?.outputBytes).toBeGreaterThan(200_000);
    expect(row?.output?.length).toBeLessThan(51_000);
    expect(row?.output).toContain("[left out: ");
    const blob = await db.toolBlob.findUnique({ where: { toolCallId: row?.id ?? "" } });
    expect(blob?.text.length).toBeGreaterThan(200_000);
  });
});

describe("protocols", () => {
  test("as tools and as lines of text, each with its effect, once", async () => {
    const told = { user_message: { title: "Hi", content: "From the text", priority: "high" } };
    const it = await prepareRun(services, [
      call([
        { name: "user_message", input: { content: "From a tool" } },
        { name: "agent_memory", input: { title: "T", content: "C", importance: 7, tags: ["x"] } },
        { name: "emit_event", input: { type: "thing_done", data: { n: 1 } } },
        { name: "execution_flow", input: { flows: [{ step: 1 }] } },
        { name: "outcome_assessment", input: { accomplished: false, summary: "No", blockers: ["b"] } },
      ]),
      say(`Done.\n${JSON.stringify(told)}\n{"emit_event": {"type": `),
    ]);
    expect(await driveExecution(it.executionId)).toBe("completed");
    const where = { executionId: it.executionId };
    const messages = await db.personaMessage.findMany({ where, orderBy: { createdAt: "asc" } });
    expect(messages).toMatchObject([
      { content: "From a tool", priority: "normal", personaId: it.personaId },
      { title: "Hi", content: "From the text", priority: "high" },
    ]);
    const memories = await db.memory.findMany({ where: { sourceExecutionId: it.executionId } });
    expect(memories).toMatchObject([{ title: "T", content: "C", importance: 7, tags: '["x"]' }]);
    const events = await db.event.findMany({ where: { sourceId: it.personaId } });
    expect(events).toMatchObject([
      { eventType: "thing_done", sourceType: "persona", payload: '{"n":1}', hopCount: 1 },
    ]);
    expect(await it.read()).toMatchObject({
      accomplished: false,
      outcomeSummary: "No",
      outcomeBlockers: '["b"]',
      executionFlows: '[{"step":1}]',
    });
    const notes = await db.executionOutput.findMany({ where: { ...where, kind: "notice" } });
    expect(notes.map(({ text }) => text).join()).toContain("The protocol emit_event was not carried out");
  });

  test("persona_action names another persona, and an unknown one is an error the model is told of", async () => {
    const other = await insertPersona();
    const it = await prepareRun(services, [
      call([
        { name: "persona_action", input: { target: other, action: "check", input: { x: 1 } } },
        { name: "persona_action", input: { target: "per_nobody" } },
      ]),
      say("Done."),
    ]);
    await driveExecution(it.executionId);
    const events = await db.event.findMany({
      where: { sourceId: it.personaId, eventType: "persona_action" },
    });
    expect(events).toMatchObject([
      {
        targetPersonaId: other,
        payload: JSON.stringify({ target: other, action: "check", input: { x: 1 } }),
      },
    ]);
    expect((await it.read()).toolCalls.map(({ isError }) => isError)).toEqual([false, true]);
  });
});
