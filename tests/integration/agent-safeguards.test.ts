import { afterAll, beforeAll, expect, test } from "vitest";
import { personActor, systemActor, teamKeyActor } from "@/server/actor";
import { readRunPersona } from "@/server/agent/prepare-prompt";
import { saveCredential, updateCredential } from "@/server/credentials/service";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { resumeExecution } from "@/server/executions/resume";
import { savePersona } from "@/server/personas/service";
import { answerReview } from "@/server/reviews/service";
import { type AgentServices, fetchCall, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

const ada = personActor("ada", "Ada");
let services: AgentServices;
let web: WebServer;
let home = "";
beforeAll(async () => {
  services = await openAgentServices();
  web = await startWebServer((request, response) => {
    if (request.path === "/home") return void response.writeHead(307, { location: home }).end();
    response.writeHead(200).end("ok");
  });
});
afterAll(async () => {
  await web?.stop();
  await services?.close();
});

const setPolicy = (personaId: string, toolName: string, policy: string) =>
  db.toolPolicy.upsert({
    where: { personaId_toolName: { personaId, toolName } },
    create: { personaId, toolName, policy },
    update: { policy },
  });

test.each([
  ["deny", "may not use it"],
  ["ask", "asks a person first"],
])(
  "a protocol under %s is not carried out from text either, and the output says so",
  async (policy, words) => {
    const it = await prepareRun(services, [say('{"emit_event": {"type": "quoted"}}')]);
    await setPolicy(it.personaId, "emit_event", policy);
    expect(await driveExecution(it.executionId)).toBe("completed");
    expect(await db.event.count({ where: { sourceId: it.personaId } })).toBe(0);
    expect((await it.notices()).join()).toContain(words);
  },
);

test("a tool that is denied while its call waits is not run, although the call is approved", async () => {
  const it = await prepareRun(services, [call([fetchCall(`${web.url}/late`, "POST")]), say("Done.")]);
  await setPolicy(it.personaId, "http_request", "ask");
  expect(await driveExecution(it.executionId)).toBe("waiting");
  await setPolicy(it.personaId, "http_request", "deny");
  const review = await db.review.findFirstOrThrow({ where: { executionId: it.executionId } });
  await answerReview(ada, { id: review.id, decision: "approve", argsHash: review.argsHash ?? "" });
  await resumeExecution(it.executionId);
  expect(await driveExecution(it.executionId)).toBe("completed");
  expect(web.requests.filter(({ path }) => path === "/late")).toEqual([]);
  expect((await it.read()).toolCalls).toMatchObject([{ status: "denied", isError: true }]);
});

test("a persona cannot send requests to the hub that runs it, however it is spelled or reached", async () => {
  const { protocol, hostname, port } = new URL(env().PUBLIC_URL);
  const dotted = `${protocol}//${hostname}.:${port}`;
  home = env().PUBLIC_URL;
  const urls = [`${home}/api/personas`, `${dotted}/api/personas`, `${web.url}/home`];
  const it = await prepareRun(services, [call(urls.map((url) => fetchCall(url))), say("Done.")]);
  expect(await driveExecution(it.executionId)).toBe("completed");
  const { toolCalls } = await it.read();
  const refused = expect.stringContaining("takes no requests of its own personas");
  expect(toolCalls.map(({ output }) => output)).toEqual([refused, refused, refused]);
});

test.each(["resume", "repeat"])(
  "a tool that is denied while a call of it is under way is not run on a %s",
  async (way) => {
    const method = way === "resume" ? "GET" : "POST";
    const it = await prepareRun(services, [call([fetchCall(`${web.url}/${way}`, method)]), say("Done.")]);
    await setPolicy(it.personaId, "http_request", "ask");
    expect(await driveExecution(it.executionId)).toBe("waiting");
    // As a hub that went down in the middle of it leaves it.
    await db.review.deleteMany({ where: { executionId: it.executionId } });
    await db.executionToolCall.updateMany({
      where: { executionId: it.executionId },
      data: { status: "started", startedAt: new Date() },
    });
    if (way === "repeat") {
      await setPolicy(it.personaId, "http_request", "allow");
      await resumeExecution(it.executionId);
      expect(await driveExecution(it.executionId)).toBe("waiting");
      const review = await db.review.findFirstOrThrow({ where: { executionId: it.executionId } });
      await answerReview(ada, { id: review.id, decision: "repeat", argsHash: review.argsHash ?? "" });
    }
    await setPolicy(it.personaId, "http_request", "deny");
    await resumeExecution(it.executionId);
    expect(await driveExecution(it.executionId)).toBe("completed");
    expect(web.requests.filter(({ path }) => path === `/${way}`)).toEqual([]);
    expect((await it.read()).toolCalls).toMatchObject([{ status: "denied", isError: true }]);
  },
);

test("an old version brings back no permission that was taken away", async () => {
  const open = JSON.stringify({ skipAllPermissions: true });
  const { persona } = await savePersona(systemActor, { name: "Former", permissionPolicy: open });
  const closed = {
    permissionPolicy: JSON.stringify({ allowNetwork: false }),
    networkPolicy: '{"mode":"deny-all"}',
  };
  await savePersona(systemActor, { id: persona.id, ...closed, systemPrompt: "Now." });
  const run = { personaId: persona.id, askedVersion: 1, personaVersion: null };
  expect(await readRunPersona(run)).toMatchObject({ systemPrompt: "", ...closed });
});

test("a key cannot have the values of a stored credential sent to another host; a person can", async () => {
  const data = { token: "a-token-of-some-length" };
  const given = { name: "Narrow", serviceType: "x", data, allowedHosts: ["api.example.com"] };
  const { credential } = await saveCredential(teamKeyActor, given);
  const { id } = credential;
  const wider = { id, allowedHosts: ["api.example.com", "attacker.example"] };
  const refusal = { code: "validation_failed", issues: [{ path: "allowedHosts" }] };
  await expect(updateCredential(teamKeyActor, wider)).rejects.toMatchObject(refusal);
  await expect(saveCredential(teamKeyActor, wider)).rejects.toMatchObject(refusal);
  expect(await updateCredential(teamKeyActor, { id, allowedHosts: [] })).toMatchObject({ allowedHosts: [] });
  expect(await updateCredential(ada, wider)).toMatchObject({ allowedHosts: wider.allowedHosts });
});
