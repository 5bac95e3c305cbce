import { once } from "node:events";
import { readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { linkCredential } from "@/server/credentials/links";
import { saveCredential } from "@/server/credentials/service";
import { db } from "@/server/db";
import { composeText, readChunks } from "@/server/executions/output";
import { cancelExecution } from "@/server/executions/service";
import { getTrace } from "@/server/traces/service";
import { offerExecution } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { insertPersona, openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";
import { spawnWorker, startWorkerProcess, type WorkerProcess } from "@/tests/support/worker-process";

let services: Services;
let hub: RestServer;
let worker: WorkerProcess;
const secret = `sk-live-${crypto.randomUUID()}`;
beforeAll(async () => {
  services = await openServices();
  hub = await startRestServer();
  worker = await startWorkerProcess(hub, { args: ["--slots", "2", "--name", "box"] });
});
afterAll(async () => {
  await worker?.dispose();
  await hub?.stop();
  await services?.close();
});
afterEach(() => db.execution.updateMany({ data: { status: "cancelled" } }));

const read = (id: string) => db.execution.findUniqueOrThrow({ where: { id } });
const textOf = async (id: string) => composeText(await readChunks(id, 0, 10_000));
const isOver = ({ status }: { status: string }) => !["queued", "running"].includes(status);
const end = (id: string) => awaitState(() => read(id), isOver, 45_000);

/** Offers an execution whose CLI does what the lines say. */
function script(lines: string[], persona: Parameters<typeof offerExecution>[0] = {}, fields = {}) {
  return offerExecution({ systemPrompt: lines.map((line) => `CLI: ${line}`).join("\n"), ...persona }, fields);
}

describe("a worker", () => {
  test("runs the CLI with the persona's flags and nobody's secrets, in a folder that is gone afterwards", async () => {
    const id = await script(["argv", "env", 'say "Hello."', "tool Bash"], {
      maxTurns: 3,
      maxBudgetUsd: 0.5,
      monthlyBudgetUsd: 0.25,
      modelProfile: JSON.stringify({ model: "claude-sonnet-5-5" }),
      permissionPolicy: JSON.stringify({ allowedTools: ["Bash"], skipAllPermissions: true }),
    });
    expect(await end(id)).toMatchObject({
      status: "completed",
      outputData: "Done.",
      workerId: worker.workerId,
      modelUsed: "claude-sonnet-5-5",
      claudeSessionId: expect.stringMatching(/^ses-/),
      costUsd: 0.0125,
      inputTokens: 100,
      outputTokens: 20,
      cacheReadTokens: 50,
      cacheWrite5mTokens: 10,
      cacheWrite1hTokens: 20,
    });
    const text = await textOf(id);
    const argv = JSON.parse(/argv (\[.*\])/.exec(text)?.[1] ?? "[]") as string[];
    expect(argv.join(" ")).toBe(
      "-p - --output-format stream-json --verbose --model claude-sonnet-5-5 --max-budget-usd 0.25 --max-turns 3 --allowedTools Bash --dangerously-skip-permissions",
    );
    expect(text).toContain("Hello.\n");
    const [, names = "", folder = ""] = /env (\S+) cwd (\S+)/.exec(text) ?? [];
    expect(names.split(",")).not.toContain("WORKER_TOKEN");
    expect(folder).toContain(id);
    await awaitState(
      async () => readdirSync(`${worker.workDir}/runs/${worker.workerId}`),
      (left) => left.length === 0,
    );
  });

  test("puts credentials into the CLI's environment, and no value leaves it, also when cut in two", async () => {
    const lines = ["env", "reveal CONNECTOR_VAULT_TOKEN", "split CONNECTOR_VAULT_TOKEN"];
    const systemPrompt = lines.map((line) => `CLI: ${line}`).join("\n");
    const personaId = await insertPersona({ runtime: "worker", systemPrompt });
    const { credential } = await saveCredential(systemActor, {
      name: "vault",
      serviceType: "vault",
      data: { token: secret },
    });
    await linkCredential(systemActor, { personaId, credentialId: credential.id });
    const id = await offerExecution({}, { personaId });
    expect((await end(id)).status).toBe("completed");
    const text = await textOf(id);
    expect(text).toContain("CONNECTOR_VAULT_TOKEN");
    expect(text).toContain("The value is [REDACTED].");
    expect(text).not.toContain(secret);
    const { prompt } = await db.execution.findUniqueOrThrow({ where: { id }, include: { prompt: true } });
    expect(prompt?.system).toContain("CONNECTOR_VAULT_TOKEN");
    expect(JSON.stringify(prompt)).not.toContain(secret);
  });

  test("tells which tools the CLI calls, while it runs and afterwards, with no value of a credential", async () => {
    const lines = [
      'tool Bash {"output":"reads $CONNECTOR_SHED_TOKEN","input":{"command":"echo $CONNECTOR_SHED_TOKEN"}}',
      'tool Grep {"output":"no match","isError":true,"ms":300}',
      'tool Read {"output":70000}',
      'tool Bash {"ms":3000}',
    ];
    const systemPrompt = lines.map((line) => `CLI: ${line}`).join("\n");
    const personaId = await insertPersona({ runtime: "worker", systemPrompt });
    const given = { name: "shed", serviceType: "shed", data: { token: secret } };
    const { credential } = await saveCredential(systemActor, given);
    await linkCredential(systemActor, { personaId, credentialId: credential.id });
    const id = await offerExecution({}, { personaId });
    const readTrace = () => getTrace(systemActor, id);
    const live = await awaitState(readTrace, ({ turns }) => turns[0]?.toolCalls.length === 4, 30_000);
    expect(live).toMatchObject({ status: "running", turns: [{ turn: 1, isFinished: false }] });
    expect(live.turns[0]?.toolCalls[3]).toMatchObject({ status: "started", output: null });
    expect((await end(id)).status).toBe("completed");
    const { turns } = await readTrace();
    expect(turns).toMatchObject([{ turn: 1, isFinished: true, costUsd: 0.0125 }]);
    const [echo, grep, long, slow] = turns[0]?.toolCalls ?? [];
    expect(echo).toMatchObject({
      name: "Bash",
      source: "worker",
      status: "completed",
      input: { text: '{"command":"echo [REDACTED]"}' },
      output: { text: "reads [REDACTED]" },
    });
    expect(grep).toMatchObject({ status: "failed", isError: true, output: { text: "no match" } });
    expect(grep?.durationMs).toBeGreaterThanOrEqual(250);
    expect(long).toMatchObject({ outputBytes: 70_000, output: { characterCount: 70_000, hasMore: true } });
    expect(slow).toMatchObject({ status: "completed", output: { text: "ok" } });
    expect(JSON.stringify(turns)).not.toContain(secret);
  });

  test("relays protocols from text and tools, once each, and says what is malformed", async () => {
    const message = JSON.stringify({ user_message: { title: "Hi", content: "Text" } });
    const memory = JSON.stringify({ agent_memory: { title: "T", content: "Remember" } });
    const outcome = JSON.stringify({ outcome_assessment: { accomplished: true, summary: "All well" } });
    const id = await script([
      `protocol ${message}`,
      `protocol ${message}`,
      `toolprotocol ${memory}`,
      'protocol {"emit_event": {"type": "broken" ',
      `protocol ${outcome}`,
    ]);
    expect(await end(id)).toMatchObject({
      status: "completed",
      accomplished: true,
      outcomeSummary: "All well",
    });
    expect(await db.personaMessage.count({ where: { executionId: id } })).toBe(1);
    expect(await db.memory.count({ where: { sourceExecutionId: id } })).toBe(1);
    expect(await textOf(id)).toContain("[emit_event: is not valid JSON]");
  });

  test("stands still while a person decides, and goes on with their answer in the same session", async () => {
    const review = JSON.stringify({ manual_review: { title: "Ship it?", severity: "high" } });
    const id = await script([`protocol ${review}`], { maxBudgetUsd: 0.5 });
    const waiting = await awaitState(
      () => read(id),
      ({ waitingFor }) => waitingFor === "review",
      30_000,
    );
    expect(waiting.status).toBe("running");
    await db.review.updateMany({
      where: { executionId: id },
      data: { status: "approved", reviewerNotes: "On Monday", resolvedAt: new Date() },
    });
    expect(await end(id)).toMatchObject({ status: "completed", costUsd: 0.025 });
    const text = await textOf(id);
    expect(text).toMatch(/Resumed with: A person has answered.*"Ship it\?": approved. They say: On Monday/s);
    // What its first run cost is taken off.
    expect(text).toContain("and a budget of 0.4875\n");
  });

  test.each([
    ["a bad end", ["stderr it broke", "exit 3"], /exit code 3\. It said: it broke/],
    ["no sign-in", ["refuse Invalid API key"], /could not sign in/],
    ["the limit of turns", ["fail error_max_turns"], /limit of turns/],
  ])("reports %s", async (_name, lines, words) => {
    const { status, errorMessage } = await end(await script(lines));
    expect({ status, errorMessage }).toEqual({
      status: "failed",
      errorMessage: expect.stringMatching(words),
    });
  });

  test("cuts output at the limit and goes on", async () => {
    const id = await script(["huge 2500000"]);
    expect(await end(id)).toMatchObject({ status: "completed" });
    const text = await textOf(id);
    expect(text.length).toBeGreaterThan(1_900_000);
    expect(text.length).toBeLessThan(2_100_000);
    expect(text).toContain("the rest was not");
  });

  test("ends what is cancelled or too slow, also what ignores SIGTERM: ten seconds, then SIGKILL", async () => {
    const slow = await script(["hang"], {}, { timeoutMs: 1_000 });
    const cancelled = await script(["sleep 60000"]);
    await awaitState(
      () => read(cancelled),
      ({ status }) => status === "running",
    );
    await cancelExecution(systemActor, cancelled);
    expect(await end(cancelled)).toMatchObject({ status: "cancelled" });
    const { status, errorMessage } = await end(slow);
    expect(status).toBe("failed");
    expect(errorMessage).toMatch(/^Timed out: the persona's limit of 1 s/);
    expect(await textOf(slow)).toContain("I will not go.");
  });
});

describe("a start that cannot work", () => {
  test.each([
    [
      "a WebSocket's address",
      { args: ["--hub", "wss://hub.example.com:8443"] },
      2,
      /--hub https:\/\/hub.example.com/,
    ],
    ["no CLI", { claude: "/nowhere/claude" }, 1, /npm install -g @anthropic-ai\/claude-code/],
    ["another token", { env: { WORKER_TOKEN: "another-token-of-this-length" } }, 3, /not valid/],
  ])("%s is said in a line", async (_name, setting, code, words) => {
    const { child, read: readOutput } = spawnWorker(hub, setting);
    const [exitCode] = (await once(child, "close")) as [number];
    expect(readOutput()).toMatch(words);
    expect(exitCode).toBe(code);
  });
});
