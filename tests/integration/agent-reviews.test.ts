import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personActor } from "@/server/actor";
import { runToolCall } from "@/server/agent/tool-call";
import { db } from "@/server/db";
import { resumeExecution } from "@/server/executions/resume";
import { cancelExecution } from "@/server/executions/service";
import type { AnswerInput } from "@/server/reviews/schema";
import { answerReview } from "@/server/reviews/service";
import { type AgentServices, fetchCall, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

const ada = personActor("ada", "Ada");
let services: AgentServices;
let web: WebServer;
let hangs = false;
/** Calls that nobody waits for any more. */
const cutOffCalls: Promise<unknown>[] = [];
beforeAll(async () => {
  services = await openAgentServices();
  web = await startWebServer((request, response) => {
    if (!hangs) response.writeHead(200).end(`${request.method} ${request.path} ${request.body}`);
  });
});
beforeEach(() => {
  hangs = false;
  web.requests.length = 0;
});
afterAll(async () => {
  await web?.stop();
  await Promise.allSettled(cutOffCalls);
  await services?.close();
});

/** A run whose first turn wants to write, with http_request under `policy`. */
async function prepareWrite(policy: "allow" | "ask") {
  const it = await prepareRun(services, [call([fetchCall(`${web.url}/pay`, "POST")]), say("Done.")]);
  await db.toolPolicy.create({ data: { personaId: it.personaId, toolName: "http_request", policy } });
  return it;
}

async function answer(executionId: string, input: Omit<AnswerInput, "id">) {
  const review = await db.review.findFirstOrThrow({ where: { executionId, status: "pending" } });
  const hash = input.decision === "approve" && review.argsHash ? { argsHash: review.argsHash } : {};
  await answerReview(ada, { id: review.id, ...hash, ...input });
  return resumeExecution(executionId);
}

describe("a tool that asks", () => {
  test("waits without a place, and what was approved runs once", async () => {
    const it = await prepareWrite("ask");
    expect(await driveExecution(it.executionId)).toBe("waiting");
    expect(await it.read()).toMatchObject({ status: "queued", waitingFor: "review", calledAt: null });
    expect(web.requests).toHaveLength(0);
    expect(await answer(it.executionId, { decision: "approve" })).toBe(true);
    expect(await driveExecution(it.executionId)).toBe("completed");
    expect(web.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /pay"]);
    expect((await it.read()).toolCalls).toMatchObject([
      {
        effect: "write",
        policy: "ask",
        status: "completed",
        approvedHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(it.asked()).toHaveLength(2);
  });

  test("runs with the arguments as a person edited them", async () => {
    const it = await prepareWrite("ask");
    await driveExecution(it.executionId);
    const args = JSON.stringify(fetchCall(`${web.url}/less`, "POST").input);
    await answer(it.executionId, { decision: "approve", args });
    await driveExecution(it.executionId);
    expect(web.requests.map(({ path }) => path)).toEqual(["/less"]);
    expect((await it.read()).toolCalls[0]?.input).toBe(args);
  });

  test("is refused with the reason, which the model is told", async () => {
    const it = await prepareWrite("ask");
    await driveExecution(it.executionId);
    await answer(it.executionId, { decision: "reject", notes: "Not on a Friday." });
    expect(await driveExecution(it.executionId)).toBe("completed");
    expect(web.requests).toHaveLength(0);
    expect((await it.read()).toolCalls).toMatchObject([{ status: "denied", isError: true }]);
    expect(JSON.stringify(it.asked()[1]?.messages)).toContain("Not on a Friday.");
  });

  test("does not run when its arguments are not those that were approved", async () => {
    const it = await prepareWrite("ask");
    await driveExecution(it.executionId);
    await answer(it.executionId, { decision: "approve" });
    const input = JSON.stringify(fetchCall(`${web.url}/stolen`, "POST").input);
    await db.executionToolCall.updateMany({ where: { executionId: it.executionId }, data: { input } });
    await driveExecution(it.executionId);
    expect(web.requests).toHaveLength(0);
    expect((await it.read()).toolCalls[0]?.output).toContain("What was approved is not what would run");
  });

  test("an answer between the question and the pause is not missed", async () => {
    const it = await prepareWrite("ask");
    const onStep = async (name: string) => {
      if (name === "pause") await answer(it.executionId, { decision: "approve" });
    };
    expect(await driveExecution(it.executionId, { onStep })).toBe("completed");
    expect(web.requests).toHaveLength(1);
  });

  test("cancelled while it waits, it ends at once and its review with it", async () => {
    const it = await prepareWrite("ask");
    await driveExecution(it.executionId);
    await cancelExecution(ada, it.executionId);
    expect(await it.read()).toMatchObject({ status: "cancelled" });
    await expect(answer(it.executionId, { decision: "approve" })).rejects.toMatchObject({ code: "conflict" });
    expect(web.requests).toHaveLength(0);
  });
});

describe("a write that was cut off", () => {
  async function cutOff() {
    const it = await prepareWrite("allow");
    const onStep = async (name: string) => {
      if (name !== "calls") return;
      // The call goes out and the process dies: nobody waits for its answer any more.
      hangs = true;
      const [row] = (await it.read()).toolCalls;
      cutOffCalls.push(runToolCall(it.executionId, row?.id ?? ""));
      while (web.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      hangs = false;
      throw new Error("crash");
    };
    await expect(driveExecution(it.executionId, { onStep })).rejects.toThrow("crash");
    expect(await driveExecution(it.executionId)).toBe("waiting");
    expect(web.requests).toHaveLength(1);
    const review = await db.review.findFirstOrThrow({ where: { executionId: it.executionId } });
    expect(review).toMatchObject({ kind: "outcome_unknown", isBlocking: true, status: "pending" });
    return it;
  }

  test("is repeated when a person says so, and not before", async () => {
    const it = await cutOff();
    await answer(it.executionId, { decision: "repeat" });
    expect(await driveExecution(it.executionId)).toBe("completed");
    expect(web.requests).toHaveLength(2);
  });

  test.each([
    ["done", "completed"],
    ["abandon", "failed"],
  ] as const)("answered with %s it is not repeated", async (decision, status) => {
    const it = await cutOff();
    await answer(it.executionId, { decision });
    expect(await driveExecution(it.executionId)).toBe("completed");
    expect(web.requests).toHaveLength(1);
    expect((await it.read()).toolCalls).toMatchObject([{ status }]);
  });
});

describe("a persona's own question", () => {
  test("is answered before it goes on", async () => {
    const it = await prepareRun(services, [
      call([
        { name: "manual_review", input: { title: "Ship it?", severity: "high", suggested_actions: ["Yes"] } },
      ]),
      say("Shipped."),
    ]);
    expect(await driveExecution(it.executionId)).toBe("waiting");
    await answer(it.executionId, { decision: "approve", notes: "Go." });
    expect(await driveExecution(it.executionId)).toBe("completed");
    expect(JSON.stringify(it.asked()[1]?.messages)).toContain("approved");
  });

  test("in its text asks without waiting", async () => {
    const it = await prepareRun(services, [say('{"manual_review": {"title": "Look at this"}}')]);
    expect(await driveExecution(it.executionId)).toBe("completed");
    const reviews = await db.review.findMany({ where: { executionId: it.executionId } });
    expect(reviews).toMatchObject([{ kind: "manual_review", title: "Look at this", isBlocking: false }]);
  });
});
