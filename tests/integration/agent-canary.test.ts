import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { type AgentServices, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";
import {
  findLeaks,
  giveSecrets,
  makeOddSecrets,
  scanDatabase,
  spellSecret,
} from "@/tests/support/secret-canary";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

const secrets = makeOddSecrets();
const spoken = Object.values(secrets).flatMap(spellSecret).join("\n");
let services: AgentServices;
let web: WebServer;
beforeAll(async () => {
  services = await openAgentServices();
  // A server that gives back whatever it was sent, as a careless one would.
  web = await startWebServer((request, response) => {
    response.writeHead(200).end(`${request.headers.authorization}\n${request.body}\n${spoken}`);
  });
});
afterAll(async () => {
  await web?.stop();
  await services?.close();
});

test("a run that is given, told and sent every secret keeps and passes on none", async () => {
  const write = {
    name: "http_request",
    input: {
      method: "POST",
      url: `${web.url}/echo`,
      headers: { authorization: "Bearer $CONNECTOR_CANARY_0_VALUE" },
      body: spoken,
    },
  };
  const it = await prepareRun(
    services,
    [
      call([write, { name: "user_message", input: { title: spoken.slice(0, 400), content: spoken } }], {
        text: spoken,
        chunkCharacters: 7,
      }),
      call([{ name: "agent_memory", input: { title: "T", content: spoken } }], {
        text: spoken,
        chunkCharacters: 11,
      }),
      call([{ name: "manual_review", input: { title: "Q", description: spoken, context_data: spoken } }], {
        text: "",
      }),
      { kind: "error", status: 400, type: "invalid_request_error", message: spoken },
      say(spoken),
    ],
    {},
    { secret: spoken, [spoken.slice(0, 100)]: 1 },
  );
  await giveSecrets(it.personaId, secrets);
  // The event's own record is what came from outside, as it came; what is made of it is not.
  await db.execution.update({
    where: { id: it.executionId },
    data: { inputData: JSON.stringify({ given: spoken }) },
  });

  expect(await driveExecution(it.executionId)).toBe("waiting");
  const [first] = Object.values(secrets);
  expect(web.requests[0]?.headers.authorization).toBe(`Bearer ${first}`);
  await db.review.updateMany({
    where: { executionId: it.executionId },
    data: { status: "approved", decision: "approve" },
  });
  await db.execution.update({ where: { id: it.executionId }, data: { waitingFor: "capacity" } });
  expect(await driveExecution(it.executionId)).toBe("failed");

  const sent = JSON.stringify(services.api.requests.map(({ body }) => body));
  expect(sent).toContain("[REDACTED]");
  expect(findLeaks(secrets, sent)).toEqual([]);
  await db.execution.update({ where: { id: it.executionId }, data: { inputData: null } });
  expect(await scanDatabase(secrets)).toEqual([]);
});
