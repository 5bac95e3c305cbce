import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openVariables, readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { openOutput } from "@/server/executions/output";
import { createRedactor, redactDeep } from "@/server/redact";
import { uniqueWord } from "@/tests/factories/persona";
import { callRest } from "@/tests/support/rest-in-process";
import {
  findLeaks,
  giveSecrets,
  makeOddSecrets,
  scanDatabase,
  spellSecret,
} from "@/tests/support/secret-canary";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

const secrets = makeOddSecrets();
const spoken = Object.values(secrets).flatMap(spellSecret);
let services: Services;
let personaId: string;
const replies: string[] = [];
beforeAll(async () => {
  services = await openServices();
  personaId = await insertPersona();
  replies.push(...(await giveSecrets(personaId, secrets)));
});
afterAll(() => services.close());

test("there are twenty, each reaches what it is for, and the search for them finds them", async () => {
  const opened = await openVariables(personaId);
  expect(opened.map(({ value }) => value).toSorted()).toEqual(Object.values(secrets).toSorted());
  expect(opened).toHaveLength(20);
  for (const [name, secret] of Object.entries(secrets))
    for (const line of spellSecret(secret)) expect(findLeaks({ [name]: secret }, line)).toEqual([name]);
});

test("no reply of the vault holds one", async () => {
  for (const path of ["/api/credentials?limit=500", `/api/personas/${personaId}/credentials`])
    replies.push((await callRest("GET", path)).text);
  expect(findLeaks(secrets, replies.join("\n"))).toEqual([]);
});

test("no piece of output holds one, wherever it is cut", async () => {
  const { stream } = await readRedactor(personaId);
  const executionId = uniqueWord("exe");
  await db.execution.create({
    data: { id: executionId, personaId, personaName: "Canary", timeoutMs: 1_000 },
  });
  const output = await openOutput(executionId, 1, 0);
  const said = stream();
  const whole = spoken.join("\n");
  for (let at = 0, size = 1; at < whole.length; at += size, size = (size % 23) + 1)
    output.write(said.write(whole.slice(at, at + size)));
  output.write(said.end());
  await output.close();
  const rows = await db.executionOutput.findMany({ where: { executionId }, orderBy: { seq: "asc" } });
  const stored = rows.map((row) => row.text).join("");
  expect(findLeaks(secrets, stored)).toEqual([]);
  expect(stored.match(/\[REDACTED\]/g)?.length).toBeGreaterThan(spoken.length / 2);
});

test("no beginning of one stands where output is cut", async () => {
  const executionId = "exe_cut";
  await db.execution.create({
    data: { id: executionId, personaId, personaName: "Canary", timeoutMs: 1_000 },
  });
  const secret = randomBytes(20).toString("hex");
  const output = await openOutput(executionId, 1, 0, createRedactor([secret]));
  output.write("x".repeat(2_000_000 - 30));
  output.write(secret);
  await output.close();
  const rows = await db.executionOutput.findMany({ where: { executionId }, orderBy: { seq: "asc" } });
  expect(rows.map(({ kind }) => kind)).toEqual(["text", "notice"]);
  expect(rows[0]?.text).toMatch(/^x+$/);
});

test("no value of a tree does, names and texts alike", async () => {
  const redactor = await readRedactor(personaId);
  const tree = spoken.map((line) => ({ [line]: [line, { deep: line }] }));
  expect(findLeaks(secrets, JSON.stringify(redactDeep(redactor, tree)))).toEqual([]);
});

test("no line of the log does", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/support/log-lines-main.ts"], {
    env: { ...process.env, LOG_LEVEL: "info" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify({ secrets: Object.values(secrets), lines: spoken }));
  const log = await text(child.stdout);
  const lines = log.trimEnd().split("\n");
  expect(lines).toHaveLength(3 * spoken.length);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  expect(findLeaks(secrets, log)).toEqual([]);
});

test("no column of the database does", async () => {
  expect(await scanDatabase(secrets)).toEqual([]);
  // The scan would see one.
  const [name = "", secret = ""] = Object.entries(secrets)[0] ?? [];
  await db.setting.create({ data: { key: "canary", value: JSON.stringify(`x ${secret}`) } });
  expect(await scanDatabase({ [name]: secret })).toEqual([`setting.value: ${name}`]);
  await db.setting.delete({ where: { key: "canary" } });
});
