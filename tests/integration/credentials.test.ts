import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { personActor, webhookActor } from "@/server/actor";
import type { CredentialOutput } from "@/server/credentials/schema";
import { listVariables, openVariables, readRedactor } from "@/server/credentials/use";
import { seal } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { createCaller } from "@/server/trpc/root";
import { uniqueWord } from "@/tests/factories/persona";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

const makeSecret = () => randomBytes(20).toString("hex");
const save = async (input: object): Promise<CredentialOutput> => {
  const body = { name: uniqueWord("Cred"), serviceType: "github", data: { token: makeSecret() }, ...input };
  const { status, json, text } = await callRest("POST", "/api/credentials", body);
  if (status > 201) throw new Error(text);
  return json as CredentialOutput;
};
const openAs = async (credentialId: string): Promise<Record<string, string>> => {
  const personaId = await insertPersona();
  await callRest("POST", `/api/personas/${personaId}/credentials`, { credentialId });
  return Object.fromEntries((await openVariables(personaId)).map(({ name, value }) => [name, value]));
};
const callAs = (actor: ReturnType<typeof personActor>) =>
  createCaller({ actor, requestId: "req", reply: {} });

describe("a credential", () => {
  test("is stored sealed, and shown without its values", async () => {
    const token = makeSecret();
    const name = uniqueWord("My Git-Hub");
    const made = await callRest("POST", "/api/credentials", {
      name,
      serviceType: "GitHub",
      data: { token, user: "octocat", port: 8443 },
      allowedHosts: ["API.github.com", "*.example.com"],
    });
    expect(made.status).toBe(201);
    const variable = `CONNECTOR_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
    const { id } = made.json as CredentialOutput;
    expect(made.json).toMatchObject({
      id: expect.stringMatching(/^crd_/),
      projectId: "default",
      name,
      serviceType: "github",
      encryptedData: "[REDACTED]",
      iv: "[REDACTED]",
      tag: "[REDACTED]",
      salt: "[REDACTED]",
      metadata: '{"fields":["token","user","port"]}',
      fieldNames: ["token", "user", "port"],
      variables: [`${variable}_TOKEN`, `${variable}_USER`, `${variable}_PORT`],
      allowedHosts: ["api.github.com", "*.example.com"],
      problem: null,
      personas: [],
      lastUsedAt: null,
    });
    expect(await openAs(id)).toEqual({
      [`${variable}_TOKEN`]: token,
      [`${variable}_USER`]: "octocat",
      [`${variable}_PORT`]: "8443",
    });
    const list = await callRest("GET", `/api/credentials?search=${encodeURIComponent(name)}`);
    const read = await callRest("GET", `/api/credentials/${id}`);
    const row = JSON.stringify(await db.credential.findUniqueOrThrow({ where: { id } }));
    for (const text of [made.text, list.text, read.text, row]) expect(text).not.toContain(token);
    expect(list.json).toEqual([read.json]);
    expect((read.json as CredentialOutput).lastUsedAt).not.toBeNull();
  });

  test.each([
    ["neither name nor values", { id: "given-id" }, ["name"]],
    ["no values", { name: "x1", serviceType: "github" }, ["data"]],
    ["a name without letters", { name: "—", serviceType: "x", data: "secret" }, ["name"]],
    ["no field", { name: "x2", serviceType: "x", data: {} }, ["data"]],
    ["a field with a space", { name: "x3", serviceType: "x", data: { "a b": "1" } }, ["data.a b"]],
    [
      "two fields of one variable",
      { name: "x4", serviceType: "x", data: { "a-b": "1", a_b: "2" } },
      ["data.a_b"],
    ],
    ["a NUL", { name: "x5", serviceType: "x", data: { a: "b\u0000" } }, ["data.a"]],
    ["too much", { name: "x6", serviceType: "x", data: { a: "a".repeat(70_000) } }, ["data"]],
    ["an unknown field", { name: "x7", serviceType: "x", data: "abcdef", secret: "y" }, ["secret"]],
    [
      "a URL as host",
      { name: "x8", serviceType: "x", data: "abcdef", allowedHosts: ["https://a.example"] },
      ["allowedHosts.0"],
    ],
    ["a part of the encrypted form", { name: "x9", serviceType: "x", encryptedData: "aa" }, ["iv", "tag"]],
  ])("is refused with %s, by field", async (_what, body, paths) => {
    const { status, json } = await callRest("POST", "/api/credentials", body);
    expect(status).toBe(400);
    expect((json as { issues: { path: string }[] }).issues.map(({ path }) => path)).toEqual(paths);
  });

  test("is merged into by its id; another's name is refused", async () => {
    const id = uniqueWord("id");
    const first = await save({ id, data: { token: "first-token" } });
    const given = { id, allowedHosts: ["a.example"], data: { token: "first-token" } };
    const { status, json } = await callRest("POST", "/api/credentials", given);
    expect(status).toBe(200);
    expect(json).toMatchObject({ id, name: first.name, allowedHosts: ["a.example"], fieldNames: ["token"] });
    const other = await save({});
    expect(await callRest("POST", "/api/credentials", { id, name: other.name })).toMatchObject({
      status: 409,
    });
    await save({ id, name: first.name, data: "one value" });
    expect(Object.values(await openAs(id))).toEqual(["one value"]);
  });

  test("keeps the fields that a change does not name", async () => {
    const { id } = await save({ data: { user: "ada", token: "old-token", extra: "gone" } });
    const changed = await callRest("PUT", `/api/credentials/${id}`, {
      data: { token: "new-token", extra: null },
    });
    expect(changed).toMatchObject({ status: 200, json: { fieldNames: ["user", "token"] } });
    expect(Object.values(await openAs(id))).toEqual(["ada", "new-token"]);
    const bare = await callRest("PUT", `/api/credentials/${id}`, { data: { token: null, user: null } });
    expect(bare).toMatchObject({ status: 400, json: { issues: [{ path: "data" }] } });
  });

  test("that cannot be opened shows as damaged beside the others, and is mended by new values", async () => {
    const good = await save({});
    const { id, name } = await save({ data: { user: "ada", token: "t-secret" } });
    const personaId = await insertPersona();
    for (const credentialId of [id, good.id])
      await callRest("POST", `/api/personas/${personaId}/credentials`, { credentialId });
    await db.credential.update({ where: { id }, data: { sealed: "v1.lost.AAAA.BBBB" } });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const list = await callRest("GET", "/api/credentials?limit=500");
    const items = list.json as unknown as CredentialOutput[];
    expect(items.find((each) => each.id === id)?.problem).toMatch(/No master key "lost".*MASTER_KEYS/);
    expect(items.find((each) => each.id === good.id)?.problem).toBeNull();
    expect((await listVariables(personaId)).map(({ credentialId }) => credentialId)).toEqual([good.id]);
    const partly = await callRest("PUT", `/api/credentials/${id}`, { data: { token: "x-secret" } });
    expect(partly).toMatchObject({ status: 409, json: { error: expect.stringContaining("missing: user") } });
    await callRest("PUT", `/api/credentials/${id}`, { data: { token: "x-secret", user: "eve" } });
    expect(await callRest("GET", `/api/credentials/${id}`)).toMatchObject({ json: { name, problem: null } });
  });

  test("is gone everywhere once it is deleted", async () => {
    const { id } = await save({});
    const personaId = await insertPersona();
    await callRest("POST", `/api/personas/${personaId}/credentials`, { credentialId: id });
    expect(await callRest("DELETE", `/api/credentials/${id}`)).toMatchObject({ json: { deleted: true } });
    expect(await listVariables(personaId)).toEqual([]);
    expect(await callRest("DELETE", `/api/credentials/${id}`)).toMatchObject({ status: 404 });
  });
});

describe("the contract's encrypted form", () => {
  const encrypt = (plain: string, key: Buffer) => {
    const iv = randomBytes(16);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    const encryptedData = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]).toString("hex");
    return { encryptedData, iv: iv.toString("hex"), tag: cipher.getAuthTag().toString("hex") };
  };
  const masterKey = () => env().MASTER_KEY ?? "";
  const derive = (salt: Buffer, iter: number) => pbkdf2Sync(masterKey(), salt, iter, 32, "sha256");

  test.each([
    ["under the key itself", () => ({ key: Buffer.from(masterKey(), "hex"), more: {} })],
    ["with a salt", () => makeDerived(600_000, {})],
    ["with a salt, by the older count that it names", () => makeDerived(310_000, { iter: 310_000 })],
    ["with a salt, by the older count without a word", () => makeDerived(310_000, {})],
    ["with another count", () => makeDerived(1_000, { iter: 1_000 })],
  ])("is opened once and stored in ours: %s", async (_how, make) => {
    const { key, more } = make();
    const token = `héllo ${makeSecret()}`;
    const form = encrypt(JSON.stringify({ token, id: 7 }), key);
    const { id } = await save({ data: undefined, ...form, ...more });
    expect(Object.values(await openAs(id))).toEqual([token, "7"]);
    const row = await db.credential.findUniqueOrThrow({ where: { id } });
    expect(row.sealed).toMatch(/^v1\./);
    expect(JSON.stringify(row)).not.toContain(form.encryptedData);
  });

  test("gives one value when it is no JSON object", async () => {
    const secret = makeSecret();
    const { id, name } = await save({ data: undefined, ...encrypt(secret, Buffer.from(masterKey(), "hex")) });
    expect(await openAs(id)).toEqual({ [`CONNECTOR_${name.toUpperCase()}`]: secret });
  });

  test("keeps what is stored when it comes back masked", async () => {
    const { id, name } = await save({ data: { token: "kept-token" } });
    const parts = { encryptedData: "[REDACTED]", iv: "[REDACTED]", tag: "[REDACTED]", salt: "[REDACTED]" };
    await save({ id, name, data: undefined, ...parts });
    expect(Object.values(await openAs(id))).toEqual(["kept-token"]);
  });

  test.each([
    ["another key", {}, "encryptedData"],
    ["a salt that is not its own", { salt: "ab".repeat(32), iter: 1_000 }, "encryptedData"],
    ["a tag of 12 bytes", { tag: "ab".repeat(12) }, "tag"],
    ["an iv that is no hex", { iv: "zz".repeat(16) }, "iv"],
  ])("is refused with %s", async (_what, change, path) => {
    const body = { name: uniqueWord("x"), serviceType: "x", ...encrypt("{}", randomBytes(32)), ...change };
    const { status, json } = await callRest("POST", "/api/credentials", body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ issues: [{ path }] });
  });

  function makeDerived(iter: number, more: object) {
    const salt = randomBytes(32);
    return { key: derive(salt, iter), more: { salt: salt.toString("hex"), ...more } };
  }
});

describe("a persona's credentials", () => {
  test("are linked and taken away; a second variable of one name is refused", async () => {
    const personaId = await insertPersona();
    const path = `/api/personas/${personaId}/credentials`;
    const word = uniqueWord("Same");
    const one = await save({ name: `${word}-x` });
    const two = await save({ name: `${word} x` });
    expect(await callRest("POST", path, { credentialId: one.id })).toMatchObject({ json: { linked: true } });
    expect(await callRest("POST", path, { credentialId: one.id })).toMatchObject({ json: { linked: true } });
    expect(await callRest("POST", path, { credentialId: two.id })).toMatchObject({ status: 409 });
    expect(await callRest("POST", path, { credentialId: "crd_none" })).toMatchObject({ status: 404 });
    expect(await callRest("POST", "/api/personas/none/credentials", { credentialId: one.id })).toMatchObject({
      status: 404,
    });
    const listed = (await callRest("GET", path)).json as unknown as CredentialOutput[];
    expect(listed).toMatchObject([{ id: one.id, personas: [{ id: personaId, name: personaId }] }]);
    expect(await callRest("DELETE", `${path}/${one.id}`)).toMatchObject({ json: { deleted: true } });
    expect(await callRest("DELETE", `${path}/${one.id}`)).toMatchObject({ status: 404 });
    expect(await listVariables(personaId)).toEqual([]);
  });

  test("that come to share a name by a change leave it to the older one, and both values are taken out", async () => {
    const personaId = await insertPersona();
    const [first, second] = [makeSecret(), makeSecret()];
    const word = uniqueWord("Clash");
    const one = await save({ name: `${word}-x`, data: { token: first } });
    const two = await save({ data: { token: second } });
    for (const { id } of [one, two])
      await callRest("POST", `/api/personas/${personaId}/credentials`, { credentialId: id });
    await callRest("PUT", `/api/credentials/${two.id}`, { name: `${word} x` });
    expect((await openVariables(personaId)).map(({ value }) => value)).toEqual([first]);
    expect((await readRedactor(personaId)).redact(`${first} ${second}`)).toBe("[REDACTED] [REDACTED]");
  });

  test("and the hub's own secrets are taken out of what it says", async () => {
    const token = makeSecret();
    const { id } = await save({ data: { token } });
    const personaId = await insertPersona();
    const before = await readRedactor(personaId);
    expect(before.redact(token)).toBe(token);
    await callRest("POST", `/api/personas/${personaId}/credentials`, { credentialId: id });
    const kept = { accessToken: makeSecret(), about: { account: "somebody-known" } };
    const place = { table: "secret", id: "claude", field: "sealed" };
    await db.secret.create({ data: { name: "claude", sealed: seal(JSON.stringify(kept), place) } });
    const bearer = makeSecret();
    const authSealed = seal(JSON.stringify({ bearer }), {
      table: "mcp_server",
      id: "m",
      field: "auth_sealed",
    });
    await db.mcpServer.create({ data: { id: "m", name: "m", url: "https://m.test", authSealed } });
    await callRest("POST", `/api/credentials`, { id, metadata: {} });
    const { redact } = await readRedactor(personaId);
    expect(redact("somebody-known")).toBe("somebody-known");
    for (const secret of [
      token,
      kept.accessToken,
      bearer,
      env().TEAM_API_KEY,
      env().NEXTAUTH_SECRET,
      env().MASTER_KEY,
    ])
      expect(redact(`a ${secret} b`)).toBe("a [REDACTED] b");
  });
});

test("credentials are for those who may", async () => {
  const stranger = callAs(webhookActor("gitlab"));
  await expect(stranger.credentials.list({})).rejects.toThrow("credentials:read");
  await expect(stranger.credentials.keys()).rejects.toThrow("credentials:read");
  await expect(stranger.credentials.save({ name: "x", serviceType: "x", data: "abcdef" })).rejects.toThrow(
    "credentials:write",
  );
  for (const verb of ["delete", "update", "test"] as const)
    await expect(stranger.credentials[verb]({ id: "x" })).rejects.toThrow("credentials:write");
  for (const verb of ["link", "unlink"] as const)
    await expect(stranger.credentials[verb]({ personaId: "x", credentialId: "y" })).rejects.toThrow(
      "credentials:write",
    );
  await expect(stranger.credentials.rotate()).rejects.toThrow("credentials:write");
  const person = callAs(personActor("p", "Ada"));
  expect((await person.credentials.list({})).items).toBeInstanceOf(Array);
});
