import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { answerExecutionStream } from "@/server/executions/door";
import { openOutput } from "@/server/executions/output";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

type Heard = { event: string; data: Record<string, unknown> };

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

describe("the stream of an execution", () => {
  test("says with every piece how many lines there are, also to who goes on in the middle", async () => {
    const id = await insertExecution("completed");
    const texts = ["one\ntw", "o\nthree", "", "again\nand again", "next turn"];
    const turns = [1, 1, 1, 1, 2];
    await db.executionOutput.createMany({
      data: texts.map((text, index) => ({
        executionId: id,
        seq: index + 1,
        turn: turns[index] ?? 1,
        attempt: 0,
        kind: text === "" ? "reset" : "text",
        text,
      })),
    });
    const totals = (heard: Heard[]) =>
      heard.flatMap(({ event, data }) => (data.turn ? [[event, data.totalOutputLines]] : []));
    const all = await listen(id);
    expect(totals(all)).toEqual([
      ["output", 2],
      ["output", 3],
      ["reset", 0],
      ["output", 2],
      ["output", 4],
    ]);
    expect(all.find(({ event }) => event === "output")?.data.lines).toEqual(["one", "tw"]);
    expect((await callRest("GET", `/api/executions/${id}`)).json.totalOutputLines).toBe(4);
    expect(totals(await listen(id, "?after=3"))).toEqual([
      ["output", 2],
      ["output", 4],
    ]);
    expect(all.at(-1)).toEqual({
      event: "complete",
      data: expect.objectContaining({
        executionId: id,
        status: "completed",
        durationMs: 7,
        totalCostUsd: 0,
        sessionId: null,
      }),
    });
  });

  test("ends with an error, for good, when its execution is removed", async () => {
    const id = await insertExecution("running");
    const heard = await listen(id, "", async ({ event }) => {
      if (event === "init") await db.execution.delete({ where: { id } });
    });
    expect(heard.at(-1)).toEqual({
      event: "error",
      data: {
        executionId: id,
        error: "This execution has been removed.",
        code: "not_found",
        transient: false,
      },
    });
  });

  test.each([
    ["where it stands", "execution_output"],
    ["what it does", "execution_prompt"],
  ])(
    "ends with an error that may pass when %s cannot be read, and goes on when opened again",
    async (_name, table) => {
      const id = await insertExecution("running");
      await db.executionOutput.create({
        data: { executionId: id, seq: 1, turn: 1, attempt: 0, kind: "text", text: "Hello" },
      });
      const heard = await listen(id, "", async ({ event }) => {
        if (event !== "output") return;
        await db.$executeRawUnsafe(`ALTER TABLE ${table} RENAME TO away`);
        await db.execution.update({ where: { id }, data: { waitingFor: "retry" } });
      });
      await db.$executeRawUnsafe(`ALTER TABLE away RENAME TO ${table}`);
      expect(heard.filter(({ event }) => event === "init")).toHaveLength(1);
      expect(heard.at(-1)).toMatchObject({
        event: "error",
        data: {
          executionId: id,
          code: "unavailable",
          transient: true,
          error: expect.stringContaining("again"),
        },
      });
      await db.execution.update({ where: { id }, data: { status: "completed" } });
      expect((await listen(id, "?after=1")).map(({ event }) => event)).toEqual([
        "init",
        "progress",
        "trace",
        "complete",
      ]);
    },
  );
});

test("the detail of an execution says when it said more than is kept, and what it asks", async () => {
  const id = await insertExecution("queued");
  const output = await openOutput(id, 1, 0);
  for (let time = 0; time < 21; time++) output.write(`${"x".repeat(99_999)}\n`);
  await output.close();
  await db.review.create({
    data: {
      id: createId("review"),
      key: id,
      kind: "manual_review",
      executionId: id,
      personaId: "per_x",
      personaName: "A",
      title: "Publish?",
    },
  });
  const { json } = await callRest("GET", `/api/executions/${id}?offset=20`);
  expect(json).toMatchObject({
    source: "live",
    outputEvicted: true,
    tailBufferLines: json.totalOutputLines,
    output: ["", "[The output is longer than 2,000,000 characters; the rest was not kept.]", ""],
    pendingReviews: [{ title: "Publish?", kind: "manual_review", severity: "medium" }],
  });
});

async function insertExecution(status: string): Promise<string> {
  const id = createId("execution");
  const personaId = await insertPersona();
  await db.execution.create({
    data: { id, personaId, personaName: "A", timeoutMs: 1_000, status, durationMs: 7 },
  });
  return id;
}

/** All that the stream says until it closes. */
async function listen(id: string, query = "", onEach: (heard: Heard) => Promise<void> = async () => {}) {
  const url = `http://localhost:3000/api/executions/${id}/stream${query}`;
  const headers = { Authorization: `Bearer ${process.env.TEAM_API_KEY}` };
  const response = await answerExecutionStream(new Request(url, { headers }), id);
  expect(response.status).toBe(200);
  const all: Heard[] = [];
  let text = "";
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, event = ""] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data === undefined) continue;
      all.push({ event, data: JSON.parse(data) });
      await onEach({ event, data: JSON.parse(data) });
    }
  }
  return all;
}
