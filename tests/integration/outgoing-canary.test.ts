import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { attemptMessage } from "@/server/endpoints/attempt";
import { notifyOfEnd } from "@/server/endpoints/notify";
import { exportPersona } from "@/server/gitlab/export-persona";
import { logger } from "@/server/logger";
import { attemptDelivery } from "@/server/messages/attempt";
import { deliverMessage } from "@/server/messages/deliver";
import { announceReview } from "@/server/reviews/announce";
import { makeEndpoint } from "@/tests/factories/endpoint";
import { makeChannel } from "@/tests/factories/message";
import { type AgentServices, openAgentServices, prepareRun } from "@/tests/support/agent";
import { type CapturedLog, captureLog } from "@/tests/support/capture-log";
import { driveExecution } from "@/tests/support/drive";
import { startMcpServer, type TestMcpServer } from "@/tests/support/mcp-server";
import { call } from "@/tests/support/messages-api-answer";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { callRest } from "@/tests/support/rest-in-process";
import {
  findLeaks,
  giveSecrets,
  makeOddSecrets,
  scanDatabase,
  spellSecret,
} from "@/tests/support/secret-canary";
import { type MailServer, startMailServer } from "@/tests/support/smtp-server";

const secrets = makeOddSecrets();
const lines = Object.values(secrets).flatMap(spellSecret);
const spoken = lines.join("\n");
/** What the MCP server is signed in to with: no credential of the persona's, and a secret all the same. */
const bearer = randomBytes(24).toString("hex");
const every = { ...secrets, "an MCP server's token": bearer };
let services: AgentServices;
let shop: TestMcpServer;
let mail: MailServer;
let log: CapturedLog;
const receivers = {} as Record<"slack" | "webhook" | "endpoint", Receiver>;
let it: Awaited<ReturnType<typeof prepareRun>>;
beforeAll(async () => {
  mail = await startMailServer(randomBytes(12).toString("hex"));
  Object.assign(process.env, { SMTP_URL: mail.url, SMTP_FROM: "Ensemble <hub@example.com>" });
  services = await openAgentServices();
  shop = await startMcpServer({ isAllowed: (given) => given === bearer });
  // A server that says whatever it knows, where it describes its tools and where it answers.
  shop.addTool("tell_all", `${bearer}\n${spoken}`);
  for (const kind of ["slack", "webhook", "endpoint"] as const) receivers[kind] = await startReceiver();
  log = captureLog();
});
afterAll(async () => {
  log?.stop();
  await services?.close();
  await Promise.all([shop, mail, ...Object.values(receivers)].map((each) => each?.stop()));
});

const bad = { kind: "error" as const, status: 400, type: "invalid_request_error", message: spoken };

test("a run that is told every secret by an MCP server, and says them everywhere, ends", async () => {
  const prompt = `You act.\n${spoken}`;
  const tools = [
    { name: "mcp__told__tell_all", input: { spoken, [lines[0] ?? ""]: lines } },
    { name: "user_message", input: { title: spoken.slice(0, 400), content: spoken, priority: "urgent" } },
    { name: "user_message", input: { title: "Another", content: `# ${lines.join("\n\n- ")}` } },
    { name: "emit_event", input: { type: "canary_told", data: { spoken } } },
  ];
  const review = { title: lines[0], description: spoken, context_data: spoken, severity: "critical" };
  it = await prepareRun(
    services,
    [call(tools, { text: spoken }), call([{ name: "manual_review", input: review }], { text: "" }), bad],
    { systemPrompt: prompt, description: spoken },
  );
  await giveSecrets(it.personaId, secrets);
  // A server can tell only what it was sent, so that by then the vault has been opened.
  await callRest("GET", `/api/personas/${it.personaId}/prompt`);
  const toolName = "mcp__told__tell_all";
  await db.toolPolicy.create({ data: { personaId: it.personaId, toolName, policy: "allow" } });
  const added = await callRest("POST", "/api/mcp-servers", {
    name: "told",
    url: shop.url,
    authType: "bearer",
    bearerToken: bearer,
  });
  expect(added).toMatchObject({ status: 201, json: { lastError: null } });
  const { id: serverId } = added.json as { id: string };
  await callRest("POST", `/api/personas/${it.personaId}/mcp-servers`, { serverId });
  await makeChannel({ url: receivers.slack.url }, { channelType: "slack", tellsReviews: true });
  await makeChannel({ url: receivers.webhook.url }, { tellsReviews: true });
  await makeChannel({ addresses: ["ada@example.com"] }, { channelType: "email", tellsReviews: true });
  await makeEndpoint(receivers.endpoint.url, { noticeTypes: ["execution.failed", "execution.completed"] });

  expect(await driveExecution(it.executionId)).toBe("waiting");
  expect(shop.calls.map(({ tool }) => tool)).toEqual(["tell_all"]);
  const [asked] = await db.review.findMany({ where: { executionId: it.executionId } });
  await announceReview(asked?.id ?? "");
  await db.review.updateMany({ data: { status: "approved", decision: "approve" } });
  await db.execution.update({ where: { id: it.executionId }, data: { waitingFor: "capacity" } });
  expect(await driveExecution(it.executionId)).toBe("failed");
});

test("Slack, webhook, mail and endpoint are sent what it said without one", async () => {
  const messages = await db.personaMessage.findMany();
  expect(messages).toHaveLength(3);
  for (const { id } of messages) await deliverMessage(id);
  const deliveries = await db.messageDelivery.findMany();
  expect(deliveries).toHaveLength(9);
  // A receiver that complains with what it was sent.
  for (const { answerWith } of Object.values(receivers))
    answerWith({ status: 500, body: spoken.slice(0, 2_000) });
  for (const { id } of deliveries) await attemptDelivery(id);
  expect(await notifyOfEnd(it.executionId)).toBe(1);
  for (const { id } of await db.endpointMessage.findMany()) await attemptMessage(id, "run");
  expect(
    [receivers.slack, receivers.webhook, receivers.endpoint].map(({ requests }) => requests.length),
  ).toEqual([3, 3, 1]);
  expect(mail.mails).toHaveLength(3);
  for (const { requests } of Object.values(receivers)) {
    const got = requests.map(({ body, headers }) => `${body}\n${JSON.stringify(headers)}`).join("\n");
    expect(got).toContain("[REDACTED]");
    expect(findLeaks(every, got)).toEqual([]);
  }
  const mailed = mail.mails.map(({ source }) => `${source}\n${decodeMail(source)}`).join("\n");
  expect(mailed).toContain("[REDACTED]");
  expect(findLeaks(every, mailed)).toEqual([]);
});

test("GitLab is given its prompt without one", async () => {
  const given = JSON.stringify(await exportPersona(it.personaId));
  expect(given).toContain("[REDACTED]");
  expect(findLeaks(every, given)).toEqual([]);
});

test("the model was told none, not by the prompt, the tool's description or its result", async () => {
  const sent = JSON.stringify(services.api.requests.map(({ body }) => body));
  expect(sent).toContain("[REDACTED]");
  expect(findLeaks(every, sent)).toEqual([]);
});

test("no door shows one, but where a person wrote it", async () => {
  const paths = [
    `executions/${it.executionId}`,
    `executions/${it.executionId}/trace`,
    "messages?limit=100",
    "reviews?limit=100",
    "events?limit=100",
    "mcp-servers?limit=100",
    `personas/${it.personaId}/prompt`,
  ];
  for (const path of paths) {
    const { status, text } = await callRest("GET", `/api/${path}`);
    expect([path, status, findLeaks(every, text)]).toEqual([path, 200, []]);
  }
});

test("no column of the database holds one, no fact that was told, no line of the log", async () => {
  const facts = await services.takeFacts();
  // Its author wrote them there; they stay his words until he changes them.
  await db.persona.update({ where: { id: it.personaId }, data: { systemPrompt: "", description: null } });
  await db.personaVersion.deleteMany({ where: { personaId: it.personaId } });
  expect(await scanDatabase(every)).toEqual([]);
  expect(findLeaks(every, JSON.stringify(facts))).toEqual([]);
  logger.error({ err: new Error(`${spoken}\n${bearer}`), lines }, spoken);
  expect(log.lines.join("")).toContain("[REDACTED]");
  expect(findLeaks(every, log.lines.join(""))).toEqual([]);
});

/** A mail's parts without the encodings that mail puts them in. */
function decodeMail(source: string): string {
  const soft = source.replace(/=\r?\n/g, "");
  const bytes = soft.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  const base64 = source
    .split(/\r?\n\r?\n/)
    .map((part) => Buffer.from(part.replace(/\s/g, ""), "base64").toString("utf8"));
  return [Buffer.from(bytes, "latin1").toString("utf8"), ...base64].join("\n");
}
