import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { checkMasterKey } from "@/server/credentials/check-master-key";
import { resealBatch } from "@/server/credentials/reseal";
import { continueRotation, firstState, type RotationState } from "@/server/credentials/rotation";
import type { CredentialOutput, KeysOutput, RotationOutput } from "@/server/credentials/schema";
import { sealedPlaces } from "@/server/credentials/sealed-places";
import { openVariables } from "@/server/credentials/use";
import { open, seal } from "@/server/crypto";
import { db } from "@/server/db";
import { createEndpoint, rotateEndpointSecret } from "@/server/endpoints/service";
import { env } from "@/server/env";
import { openLinks, sealLinks } from "@/server/messages/answer-links";
import { rotateWebhookSecret, savePersona } from "@/server/personas/service";
import { createTrigger } from "@/server/triggers/service";
import { rotateSecret } from "@/server/webhooks/secrets";
import { readOutputState } from "@/server/workers/held-back";
import { uniqueWord } from "@/tests/factories/persona";
import { callRest } from "@/tests/support/rest-in-process";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  await db.keyRotation.deleteMany();
  await db.credential.deleteMany();
});

/** What a restart with another MASTER_KEYS comes to in this process. */
const putFirst = (kid: string, key = randomBytes(32)) => {
  const { keyRing } = env();
  const others = [...keyRing.keys].filter(([id]) => id !== kid);
  keyRing.keys = new Map([[kid, key], ...others]);
  keyRing.active = kid;
};
const save = async (token: string, name = uniqueWord("cred")): Promise<CredentialOutput> =>
  (await callRest("POST", "/api/credentials", { name, serviceType: "x", data: { token } }))
    .json as CredentialOutput;
const readKeys = async () => (await callRest("GET", "/api/master-keys")).json as KeysOutput;
const start = async () => (await callRest("POST", "/api/master-keys/rotate")).json as RotationOutput;
const drive = async (id: string) => {
  let state: RotationState | null = firstState;
  while (state) state = await continueRotation(id, state);
};

test("a rotation seals every place anew, and everything still opens", async () => {
  const secret = uniqueWord("secret-value");
  const credential = await save(secret);
  const { persona } = await savePersona(systemActor, {
    name: "Rotated",
    modelProfile: JSON.stringify({ provider: "ollama", model: "m", authToken: secret }),
  });
  await callRest("POST", `/api/personas/${persona.id}/credentials`, { credentialId: credential.id });
  await rotateWebhookSecret(systemActor, { id: persona.id, overlapMs: 60_000 });
  const endpoint = await createEndpoint(systemActor, {
    url: "https://a.test/",
    noticeTypes: ["event.failed"],
    enabled: true,
  });
  await rotateEndpointSecret(systemActor, { id: endpoint.id, overlapMs: 60_000 });
  await rotateSecret(systemActor, { provider: "github", overlapMs: 0 });
  const { id: triggerId } = await createTrigger(systemActor, {
    personaId: persona.id,
    triggerType: "polling",
    config: JSON.stringify({
      url: "https://a.test/",
      headers: { "x-key": secret, "x-two": secret },
    }),
  });
  await db.mcpServer.create({
    data: {
      id: "mcp_1",
      name: "m",
      url: "https://a.test",
      authSealed: sealAt("mcp_server", "mcp_1", "auth_sealed"),
    },
  });
  await db.messageChannel.create({
    data: {
      id: "chn_1",
      name: "c",
      channelType: "slack",
      hint: "",
      configSealed: sealAt("message_channel", "chn_1", "config_sealed"),
    },
  });
  await db.oauthState.create({
    data: {
      stateHash: "h1",
      purpose: "claude",
      verifierSealed: sealAt("oauth_state", "h1", "verifier_sealed"),
    },
  });
  await db.secret.create({ data: { name: "s1", sealed: sealAt("secret", "s1", "sealed") } });
  await db.idempotentReply.create({
    data: { key: "k1", bodyHash: "", status: 200, body: sealAt("idempotent_reply", "k1", "body") },
  });
  await db.personaMessage.create({
    data: {
      id: "pms_1",
      key: "k",
      personaName: "p",
      content: "c",
      metadata: JSON.stringify(
        sealLinks("pms_1", {
          reviewId: "r",
          approveUrl: "https://a.test/yes",
          rejectUrl: "https://a.test/no",
        }),
      ),
    },
  });
  const progress = { stored: 3, tail: sealAt("execution", "exe_1", "worker_progress"), stage: "x" };
  await db.execution.create({
    data: {
      id: "exe_1",
      personaId: persona.id,
      personaName: "p",
      timeoutMs: 1_000,
      status: "running",
      workerProgress: JSON.stringify(progress),
    },
  });
  const used = await countByPlace("main");
  expect(Object.entries(used).filter(([, count]) => count === 0)).toEqual([]);

  expect(await callRest("POST", "/api/master-keys/rotate")).toMatchObject({ status: 409 });
  putFirst("second");
  const before = await readKeys();
  const total = Object.values(used).reduce((sum, count) => sum + count, 0);
  expect(before).toMatchObject({ activeKeyId: "second", staleCount: total, rotation: null });

  const rotation = await start();
  expect(rotation).toMatchObject({ status: "running", keyId: "second", totalCount: total, doneCount: 0 });
  expect(await callRest("POST", "/api/master-keys/rotate")).toMatchObject({ status: 409 });
  expect((await services.takeFacts()).at(-1)).toMatchObject({
    name: "hub/rotation.requested",
    data: { rotationId: rotation.id },
  });
  await drive(rotation.id);
  const after = await readKeys();
  expect(after).toMatchObject({
    staleCount: 0,
    rotation: { status: "completed", doneCount: total, failedCount: 0, failures: [] },
  });
  expect(after.keys).toContainEqual({ id: "main", isInRing: true, valueCount: 0 });
  expect(await countByPlace("second")).toEqual(used);

  // Without the old key: nothing may need it any more.
  env().keyRing.keys.delete("main");
  expect((await openVariables(persona.id)).map(({ value }) => value)).toEqual([secret]);
  const row = await db.persona.findUniqueOrThrow({ where: { id: persona.id } });
  const place = { table: "persona", id: persona.id, field: "webhook_secret_sealed" };
  expect(open(row.webhookSecretSealed, place)).not.toBe(open(row.previousWebhookSecretSealed ?? "", place));
  expect(open(row.modelAuthSealed ?? "", { ...place, field: "model_auth_sealed" })).toBe(secret);
  const { openHeaders } = await import("@/server/triggers/config");
  const { config } = await db.trigger.findUniqueOrThrow({ where: { id: triggerId } });
  expect(openHeaders(triggerId, config)).toEqual({ "x-key": secret, "x-two": secret });
  const message = await db.personaMessage.findUniqueOrThrow({ where: { id: "pms_1" } });
  expect(openLinks(message)).toEqual({ approveUrl: "https://a.test/yes", rejectUrl: "https://a.test/no" });
  const { workerProgress } = await db.execution.findUniqueOrThrow({ where: { id: "exe_1" } });
  const state = readOutputState(workerProgress);
  expect(state).toMatchObject({ stored: 3, stage: "x" });
  expect(open(state.tail ?? "", { table: "execution", id: "exe_1", field: "worker_progress" })).toBe("v");
  expect(open((await db.secret.findUniqueOrThrow({ where: { name: "s1" } })).sealed, secretPlace("s1"))).toBe(
    "v",
  );
});

test("a rotation that is cut off goes on where it was, however often steps are done again", async () => {
  const count = 1_200;
  await insertCredentials(count);
  putFirst(uniqueWord("k"));
  const { id, totalCount } = await start();
  // The step is cut off after two of its batches, before anybody heard of it.
  const place = sealedPlaces.findIndex(({ table }) => table === "credential");
  await resealBatch(id, { place, after: "" });
  await resealBatch(id, { place, after: "" });
  expect((await readKeys()).rotation).toMatchObject({ status: "running", doneCount: 1_000 });
  await drive(id);
  expect((await readKeys()).rotation).toMatchObject({ status: "completed", doneCount: totalCount });
  // A run that is delivered once more finds it ended.
  expect(await continueRotation(id, firstState)).toBeNull();
});

test("what is written while it runs is not overwritten", async () => {
  const { id } = await save("before");
  putFirst(uniqueWord("k"));
  const stale = await db.credential.findUniqueOrThrow({ where: { id } });
  const rotation = await start();
  const lost = db.credential.update({
    where: { id },
    data: { sealed: seal('{"token":"after"}', credentialPlace(id)) },
  });
  await Promise.all([drive(rotation.id), lost]);
  const { sealed } = await db.credential.findUniqueOrThrow({ where: { id } });
  expect(sealed).not.toBe(stale.sealed);
  expect(open(sealed, credentialPlace(id))).toBe('{"token":"after"}');
});

test("a value that cannot be opened is named, and the others are sealed all the same", async () => {
  const good = await save("good");
  const bad = await save("bad");
  await db.credential.update({ where: { id: bad.id }, data: { sealed: "v1.lost.AAAA.BBBB" } });
  putFirst(uniqueWord("k"));
  const { id } = await start();
  await drive(id);
  const { rotation, keys } = await readKeys();
  expect(rotation).toMatchObject({
    status: "failed",
    failedCount: 1,
    failures: [{ table: "credential", id: bad.id, field: "sealed", reason: expect.stringContaining("lost") }],
  });
  expect(keys).toContainEqual({ id: "lost", isInRing: false, valueCount: 1 });
  const { sealed } = await db.credential.findUniqueOrThrow({ where: { id: good.id } });
  expect(sealed.startsWith(`v1.${env().keyRing.active}.`)).toBe(true);
});

test("a start with another key is refused by name; with the right one it goes on, also after a rotation", async () => {
  await checkMasterKey();
  await checkMasterKey();
  const { keyRing } = env();
  const right = { active: keyRing.active, keys: new Map(keyRing.keys) };
  keyRing.keys = new Map([[right.active, randomBytes(32)]]);
  await expect(checkMasterKey()).rejects.toThrow(/^MASTER_KEY is not the key ".*secrets\.json[^\n]*$/);
  keyRing.keys = new Map([["other", randomBytes(32)]]);
  keyRing.active = "other";
  await expect(checkMasterKey()).rejects.toThrow(/^MASTER_KEY lacks the key ".*MASTER_KEYS[^\n]*$/);
  // As after an update from a version that kept no such value.
  const kept = await db.secret.findUniqueOrThrow({ where: { name: "master-key-check" } });
  await db.secret.delete({ where: { name: "master-key-check" } });
  await expect(checkMasterKey()).rejects.toThrow(/^MASTER_KEY lacks the key/);
  await db.secret.create({ data: kept });
  Object.assign(keyRing, right);
  putFirst(uniqueWord("k"));
  await checkMasterKey();
});

function sealAt(table: string, id: string, field: string): string {
  return seal("v", { table, id, field });
}

function secretPlace(id: string) {
  return { table: "secret", id, field: "sealed" };
}

function credentialPlace(id: string) {
  return { table: "credential", id, field: "fields" };
}

async function insertCredentials(count: number): Promise<void> {
  const data = Array.from({ length: count }, () => {
    const id = uniqueWord("crd");
    return { id, name: id, serviceType: "x", sealed: seal('{"token":"t"}', credentialPlace(id)) };
  });
  await db.credential.createMany({ data });
}

async function countByPlace(kid: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table, column } of sealedPlaces) {
    const [row] = await db.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM ${table} WHERE ${column} LIKE '%v1.${kid}.%'`,
    );
    counts[`${table}.${column}`] = row?.count ?? 0;
  }
  return counts;
}
