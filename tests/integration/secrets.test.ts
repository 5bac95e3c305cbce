import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { execute } from "@/tests/factories/execution";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { send } from "@/tests/support/api";
import { query } from "@/tests/support/query";
import { signIn } from "@/tests/support/session";
import { awaitExecution } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";
import { makePush, sendGitlab, signBody } from "@/tests/support/webhook";

const hub = sharedHub();
const generated = Object.entries(
  JSON.parse(readFileSync(join(hub.dataDir, "secrets.json"), "utf8")) as Record<string, string>,
);
const secrets = new Map<string, string>(generated);
const replies: string[] = [];

beforeAll(async () => {
  const keep = async (...args: Parameters<typeof send>) => {
    const reply = await send(...args);
    replies.push(`${args[1]} ${args[2]} ${JSON.stringify([...reply.headers])} ${reply.text}`);
    return reply;
  };
  const authToken = uniqueWord("auth-token");
  const wrongKey = uniqueWord("dac_wrong");
  const persona = await createPersona(hub, { modelProfile: JSON.stringify({ authToken }) });
  const cookie = await signIn(hub);
  secrets
    .set("webhookSecret", persona.webhookSecret)
    .set("authToken", authToken)
    .set("a wrong key", wrongKey);
  secrets
    .set("session", cookie.split("=")[1] ?? "")
    .set("owner link", new URL(hub.ownerLink).searchParams.get("token") ?? "");

  const executionId = await execute(hub, { personaId: persona.id, prompt: "x" });
  await awaitExecution(hub, executionId);
  const body = JSON.stringify({ a: 1 });
  for (const path of [
    "/health",
    "/healthz",
    "/api/status",
    "/api/openapi.json",
    "/api/settings",
    "/api/personas",
    `/api/personas/${persona.id}`,
    `/api/personas/${persona.id}/prompt`,
    "/api/events",
    "/api/executions",
    `/api/executions/${executionId}`,
    "/api/nothing",
  ]) {
    await keep(hub, "GET", path);
    await keep(hub, "GET", path, { key: null, headers: { Cookie: cookie } });
    await keep(hub, "GET", path, { key: wrongKey });
  }
  await keep(hub, "POST", "/api/personas", { json: { id: persona.id, modelProfile: { authToken } } });
  await keep(hub, "POST", "/api/personas", {
    json: { name: "A", authToken, webhookSecret: persona.webhookSecret },
  });
  await keep(hub, "POST", "/api/personas", {
    body: `{"authToken":"${authToken}",`,
    headers: { "Content-Type": "application/json" },
  });
  const signed = {
    "Content-Type": "application/json",
    "X-Webhook-Signature": signBody(persona.webhookSecret, body),
  };
  await keep(hub, "POST", `/api/webhooks/${persona.id}`, { body, headers: signed, key: null });
  await sendGitlab(hub, makePush("a/b"), { "X-Gitlab-Token": wrongKey }, null);
});

test("no secret stands in a reply", () => {
  for (const [name, secret] of secrets) {
    for (const reply of replies)
      expect(reply.includes(secret), `${name} in ${reply.slice(0, 300)}`).toBe(false);
  }
});

test("no secret stands in a log file", () => {
  const folder = join(hub.dataDir, "logs");
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [name, secret] of secrets) expect(text.includes(secret), `${name} in ${file}`).toBe(false);
  }
});

test("no secret stands in the database in clear", async () => {
  const tables = await query<{ name: string }>(
    hub,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  for (const { name } of tables) {
    for (const [secretName, secret] of secrets) {
      const [row] = await query<{ count: number }>(
        hub,
        `SELECT count(*)::int AS count FROM "${name}" AS t WHERE t::text LIKE '%' || $1 || '%'`,
        [secret],
      );
      expect(row?.count, `${secretName} in ${name}`).toBe(0);
    }
  }
});
