import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { advanceExecution } from "@/server/agent/advance";
import { db } from "@/server/db";
import { composeText, readChunks } from "@/server/executions/output";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { makeEnvironment } from "@/tests/support/test-environment";

const text = "A whole answer\nof two lines.";
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  // No key for Claude: whoever asked a model again would fail.
  Object.assign(process.env, makeEnvironment(), { DATABASE_URL: database.url });
});
afterAll(async () => {
  await db.$disconnect();
  await database?.close();
});

type Piece = { kind: string; text: string };

/** An execution as a crash leaves it: its turn is paid, its end not written, of its output only `pieces`. */
async function leaveBehind(pieces: Piece[]): Promise<string> {
  const id = createId("execution");
  await db.execution.create({
    data: {
      id,
      personaId: "per_1",
      personaName: "P",
      status: "running",
      timeoutMs: 60_000,
      startedAt: new Date(),
    },
  });
  const usage = {
    inputTokens: 1,
    outputTokens: 1,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
  };
  const content = JSON.stringify([{ type: "text", text }]);
  await db.executionTurn.create({
    data: {
      executionId: id,
      turn: 1,
      model: "claude-sonnet-5-5",
      content,
      ...usage,
      costUsd: 0.1,
      durationMs: 5,
    },
  });
  await db.executionOutput.createMany({
    data: pieces.map((piece, index) => ({ executionId: id, seq: index + 1, turn: 1, attempt: 0, ...piece })),
  });
  return id;
}

const said = (text: string) => ({ kind: "text", text });

test.each<[string, Piece[], string]>([
  ["all of it", [said("A whole answer\n"), said("of two lines.")], text],
  ["a part", [said("A whole")], text],
  ["nothing", [], text],
  [
    "a part of the second try",
    [said("A who"), { kind: "notice", text: "529" }, { kind: "reset", text: "" }, said("A")],
    `\n[529]\n${text}`,
  ],
])(
  "a paid turn ends without the model, its output made whole, when %s had been written",
  async (_name, pieces, expected) => {
    const id = await leaveBehind(pieces);
    expect(await advanceExecution(id, { runId: "run", tries: 1 })).toEqual({
      kind: "end",
      status: "completed",
    });
    const row = await db.execution.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ status: "completed", outputData: text, errorMessage: null });
    const chunks = await readChunks(id, 0, 100);
    expect(chunks.map(({ seq }) => seq)).toEqual(chunks.map((_, index) => index + 1));
    expect(composeText(chunks)).toBe(expected);
  },
);

test("an execution that has ended, and one that is gone, stay as they are", async () => {
  const id = await leaveBehind([]);
  await db.execution.update({ where: { id }, data: { status: "cancelled" } });
  expect(await advanceExecution(id, { runId: "run", tries: 0 })).toEqual({
    kind: "end",
    status: "cancelled",
  });
  expect(await readChunks(id, 0, 10)).toEqual([]);
  expect(await advanceExecution("exe_gone", { runId: "run", tries: 0 })).toEqual({
    kind: "end",
    status: "deleted",
  });
});
