import { afterAll, beforeAll, expect, test } from "vitest";
import { readCall } from "@/server/agent/read-call";
import { readRun } from "@/server/agent/read-run";
import { db } from "@/server/db";
import { type AgentServices, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";

let services: AgentServices;
beforeAll(async () => {
  services = await openAgentServices();
});
afterAll(() => services?.close());

/** One of each kind of value that a column may hold, and characters that JSON has to escape. */
async function makeRun(): Promise<string> {
  const words = 'He said "no" \\ and\nleft. 🙂';
  const usage = { input_tokens: 7, cache_read_input_tokens: 11 };
  const answers = [call([{ name: "current_time", input: {} }], { text: words, usage }), say(words)];
  const it = await prepareRun(services, answers, { name: words });
  expect(await driveExecution(it.executionId)).toBe("completed");
  await db.execution.update({
    where: { id: it.executionId },
    data: { cancelRequestedAt: new Date(1_234), accomplished: true, costUsd: 0.1 + 0.2, triedMs: 30 },
  });
  return it.executionId;
}

test("a run is read in one statement as Prisma would read it in four", async () => {
  const id = await makeRun();
  const order = [{ turn: "asc" as const }, { position: "asc" as const }];
  const { turns, toolCalls, prompt, ...row } = await db.execution.findUniqueOrThrow({
    where: { id },
    include: { turns: { orderBy: { turn: "asc" } }, toolCalls: { orderBy: order }, prompt: true },
  });
  const run = await readRun(id);
  expect(run).toEqual({
    ...row,
    prompt: { system: prompt?.system, user: prompt?.user },
    turns: turns.map((each) => ({
      turn: each.turn,
      kind: each.kind,
      model: each.model,
      content: JSON.parse(each.content),
      stopReason: each.stopReason,
      promptTokens:
        each.inputTokens + each.cacheReadTokens + each.cacheWrite5mTokens + each.cacheWrite1hTokens,
      outputTokens: each.outputTokens,
      durationMs: each.durationMs,
    })),
    toolCalls,
    livePersona: await db.persona.findUnique({ where: { id: row.personaId } }),
  });
  expect(run?.turns).toHaveLength(2);
  expect(run?.toolCalls).toHaveLength(1);
  expect(await readRun("exe_nobodys")).toBeNull();
});

test("a call is read with what it needs of its execution, and how long that was at work", async () => {
  const executionId = await makeRun();
  const { turns, toolCalls, ...row } = await db.execution.findUniqueOrThrow({
    where: { id: executionId },
    include: { turns: true, toolCalls: true },
  });
  const [own] = toolCalls;
  const callMs = (own?.completedAt?.getTime() ?? 0) - (own?.startedAt?.getTime() ?? 0);
  const read = await readCall(executionId, own?.id ?? "");
  expect(read).toEqual({
    ...own,
    execution: {
      id: executionId,
      personaId: row.personaId,
      personaName: row.personaName,
      status: "completed",
      cancelRequestedAt: new Date(1_234),
      timeoutMs: row.timeoutMs,
    },
    activeMs: turns.reduce((sum, { durationMs }) => sum + durationMs, 30 + callMs),
  });
  expect(await readCall("exe_nobodys", own?.id ?? "")).toBeNull();
});
