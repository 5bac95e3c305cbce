import { createHmac, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClaudeStatus, Settings } from "@/server/settings/schema";
import { publish } from "@/tests/factories/event";
import { createModelPersona, execute } from "@/tests/factories/execution";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask, send } from "@/tests/support/api";
import { type Door, openDoor } from "@/tests/support/doors";
import { type ModelHub, startModelHub } from "@/tests/support/model-hub";
import { countRows, query } from "@/tests/support/query";
import { awaitEvent, awaitExecution, awaitExecutionsOf } from "@/tests/support/settle";
import { makePush, sendGitlab } from "@/tests/support/webhook";

const gitlabSecret = randomBytes(24).toString("hex");
let it: ModelHub;
let person: Door;
let team: Door;
beforeAll(async () => {
  it = await startModelHub({ hasKey: false, env: { GITLAB_WEBHOOK_SECRET: gitlabSecret } });
  person = await openDoor("tRPC", it.hub);
  team = await openDoor("REST", it.hub);
});
afterAll(() => it?.stop());

describe("settings", () => {
  test("have defaults, the same at both doors", async () => {
    const settings = await person.call<Settings>("settings.get");
    expect(settings).toMatchObject({
      workspaceName: "Ensemble",
      timeZone: "UTC",
      defaultModel: null,
      isPaused: false,
      executionRetentionDays: 30,
      eventRetentionDays: 90,
      modelIdleTimeoutMs: 90_000,
    });
    expect(await team.call("settings.get")).toEqual(settings);
  });

  test("are a person's to change; the team key may read them only", async () => {
    expect(await team.refuse("settings.update", { workspaceName: "Team" })).toMatchObject({
      status: 403,
      code: "forbidden",
    });
    const changed = await person.call<Settings>("settings.update", {
      workspaceName: "Chord",
      timeZone: "Europe/Berlin",
    });
    expect(changed).toMatchObject({
      workspaceName: "Chord",
      timeZone: "Europe/Berlin",
      eventRetentionDays: 90,
    });
    expect(await team.call("settings.get")).toEqual(changed);
  });

  test("are refused by field, all or nothing", async () => {
    const refusal = await person.refuse("settings.update", { eventRetentionDays: 5, timeZone: "Mars" });
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed", issues: [{ path: "timeZone" }] });
    expect(await person.call("settings.get")).toMatchObject({ eventRetentionDays: 90 });
  });

  test("that no longer make sense fall back one by one", async () => {
    await query(
      it.hub,
      "INSERT INTO setting (key, value, updated_at) VALUES ('defaultModel', '\"gone\"', now()), ('old', '1', now())",
    );
    expect(await person.call("settings.get")).toMatchObject({ workspaceName: "Chord", defaultModel: null });
    await query(it.hub, "DELETE FROM setting WHERE key IN ('defaultModel', 'old')");
  });

  test("choose the model for personas that name none", async () => {
    await person.call("settings.update", { defaultModel: "claude-haiku-5-5" });
    expect(await person.call<ClaudeStatus>("settings.claude")).toMatchObject({
      defaultModel: "claude-haiku-5-5",
    });
  });
});

describe("the key for Claude", () => {
  const key = () => `${it.api.key}${randomBytes(4).toString("hex")}`;

  test("is missing at first: runs fail, health says so", async () => {
    expect(await person.call("settings.claude")).toMatchObject({ isConfigured: false, source: null });
    const { id } = await createModelPersona(it.hub, it.api, []);
    const ended = await awaitExecution(it.hub, await execute(it.hub, { personaId: id, prompt: "x" }));
    expect(ended).toMatchObject({
      status: "failed",
      errorMessage: expect.stringContaining("No key for Claude"),
    });
  });

  test("that the provider refuses is a field error, and nothing is stored", async () => {
    const refusal = await person.refuse("settings.setClaudeKey", { apiKey: "somebody-elses-key" });
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed", issues: [{ path: "apiKey" }] });
    expect(refusal.message).toContain("invalid x-api-key");
    expect(await countRows(it.hub, "secret", "name <> 'master-key-check'")).toBe(0);
  });

  test("is stored sealed once the provider takes it, is never shown, and works without a restart", async () => {
    const apiKey = key();
    const status = await person.call<ClaudeStatus>("settings.setClaudeKey", { apiKey: ` ${apiKey} ` });
    expect(status).toMatchObject({ isConfigured: true, source: "vault", updatedAt: expect.any(String) });
    expect(JSON.stringify(status)).not.toContain(apiKey);
    const [row] = await query<{ sealed: string }>(
      it.hub,
      "SELECT sealed FROM secret WHERE name <> 'master-key-check'",
    );
    expect(row?.sealed).toMatch(/^v1\./);
    expect(row?.sealed).not.toContain(apiKey);
    const persona = await createModelPersona(it.hub, it.api, [{ kind: "text", text: "It works." }]);
    const ended = await awaitExecution(it.hub, await execute(it.hub, { personaId: persona.id, prompt: "x" }));
    expect(ended).toMatchObject({
      status: "completed",
      outputData: "It works.",
      modelUsed: "claude-haiku-5-5",
    });
    expect(it.api.find(persona.name)[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
    expect((await send(it.hub, "GET", "/health", { key: null })).json).toMatchObject({
      status: "healthy",
      hasSubscription: true,
    });
  });

  test("may be forgotten again", async () => {
    expect(await person.call("settings.deleteClaudeKey")).toMatchObject({
      isConfigured: false,
      source: null,
    });
    expect(await countRows(it.hub, "secret", "name <> 'master-key-check'")).toBe(0);
  });

  test("is not the team key's to set, at whatever door", async () => {
    const body = { json: { apiKey: key() } };
    expect(await send(it.hub, "POST", "/api/trpc/settings.setClaudeKey", body)).toMatchObject({
      status: 403,
      json: { error: { data: { code: "forbidden" } } },
    });
    expect((await send(it.hub, "GET", "/api/trpc/settings.claude")).status).toBe(200);
    expect(await countRows(it.hub, "secret", "name <> 'master-key-check'")).toBe(0);
  });
});

describe("the pause", () => {
  test("holds new runs while events are still recorded and matched; lifted, they run", async () => {
    await person.call("settings.update", { isPaused: true });
    // Every process looks at the settings once a second.
    await delay(1_200);
    const persona = await createPersona(it.hub);
    const event = await publish(it.hub, { eventType: uniqueWord("type"), targetPersonaId: persona.id });
    const direct = await execute(it.hub, { personaId: persona.id, prompt: "x" });
    expect(await awaitEvent(it.hub, event.id)).toMatchObject({ status: "delivered" });
    const [matched] = await awaitExecutionsOf(it.hub, event.id);
    const second = await execute(it.hub, { personaId: persona.id, prompt: "y" });
    const held = [direct, matched?.id ?? "", second];
    await delay(1_500);
    for (const id of held) {
      const waiting = await ask(it.hub, "GET", `/api/executions/${id}`);
      expect(waiting).toMatchObject({ status: "queued", waitingFor: "paused", startedAt: null });
    }
    await person.call("settings.update", { isPaused: false });
    for (const id of held) expect(await awaitExecution(it.hub, id)).toMatchObject({ status: "completed" });
  });
});

describe("the secret of GitLab's webhooks", () => {
  const sign = (body: string, secret: string) => {
    const [id, timestamp] = [uniqueWord("msg"), String(Math.floor(Date.now() / 1000))];
    const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
    return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
  };
  const body = makePush("signed/app", { text: "ü" });

  test("is taken as X-Gitlab-Token and as a signature's key", async () => {
    expect((await sendGitlab(it.hub, body, { "X-Gitlab-Token": gitlabSecret }, null)).status).toBe(201);
    expect((await sendGitlab(it.hub, body, sign(body, gitlabSecret), null)).status).toBe(201);
  });

  test.each([
    ["alone", null],
    ["beside the team key", undefined],
  ])("a wrong signature is refused %s, and nothing is written", async (_name, key) => {
    const path = uniqueWord("team");
    const forged = makePush(path);
    expect((await sendGitlab(it.hub, forged, sign(forged, "another-secret"), key)).status).toBe(401);
    expect((await sendGitlab(it.hub, forged, sign(body, gitlabSecret), key)).status).toBe(401);
    expect(await countRows(it.hub, "event", "source_id = $1", [path])).toBe(0);
  });
});
