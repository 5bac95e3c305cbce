import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { personActor, systemActor } from "@/server/actor";
import { linkCredential } from "@/server/credentials/links";
import { saveCredential } from "@/server/credentials/service";
import { db } from "@/server/db";
import { validatePersona } from "@/server/designs/validate";
import { previewPrompt } from "@/server/events/preview-prompt";
import { requestExecution } from "@/server/executions/request";
import { rerunExecution } from "@/server/executions/service";
import { exportPersona } from "@/server/gitlab/export-persona";
import { readPersona, savePersona } from "@/server/personas/service";
import { listDescribedTools } from "@/server/tools/held";
import { planDefinition } from "@/server/tools/request-tools";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

const ada = personActor("ada", "Ada");
let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

test("a credential's value that stands in a prompt is shown in no preview and sent to no GitLab", async () => {
  const token = randomBytes(20).toString("hex");
  const personaId = await insertPersona({ systemPrompt: `Sign in with ${token}.` });
  const given = { name: `Leaky ${personaId}`, serviceType: "x", data: { token } };
  const { credential } = await saveCredential(ada, given);
  await linkCredential(ada, { personaId, credentialId: credential.id });
  const shown = JSON.stringify([await previewPrompt(ada, { personaId }), await exportPersona(personaId)]);
  expect(shown).toContain("Sign in with [REDACTED].");
  expect(shown).not.toContain(token);
});

test("a tool that may not be used stands in no prompt; the others stand there by the names they are called by", async () => {
  const personaId = await insertPersona({ runtime: "hub" });
  const rows = ["Issue search (EU)", "Issue delete"].map((name) => ({
    id: `${personaId}-${name.length}`,
    name,
    description: name,
  }));
  await db.toolDefinition.createMany({ data: rows });
  await db.personaTool.createMany({ data: rows.map(({ id }) => ({ personaId, toolId: id })) });
  await db.toolPolicy.create({ data: { personaId, toolName: "Issue_delete", policy: "deny" } });
  expect((await listDescribedTools(personaId)).map(({ name }) => name)).toEqual(["Issue search (EU)"]);
  const { system } = await previewPrompt(ada, { personaId });
  const [search] = await db.toolDefinition.findMany({ where: { name: "Issue search (EU)" } });
  if (!search) throw new Error("no definition");
  const reach = { isOffline: false, policyHosts: null, hubHosts: null };
  expect(system).toContain(`### ${planDefinition(search, { reach, variables: [] }).name}\n`);
  expect(system).not.toContain("Issue delete");
});

test("on a worker, a tool that a person has to be asked about stands in no prompt, and validation says so", async () => {
  const personaId = await insertPersona({ runtime: "worker" });
  const names = ["free", "asking", "denied"];
  const rows = names.map((name) => ({
    id: `${personaId}-${name}`,
    name: `${name} ${personaId}`,
    description: "D",
  }));
  await db.toolDefinition.createMany({ data: rows });
  await db.personaTool.createMany({ data: rows.map(({ id }) => ({ personaId, toolId: id })) });
  const decide = (name: string, policy: string) =>
    db.toolPolicy.create({ data: { personaId, toolName: name, policy } });
  await decide(`asking_${personaId}`, "ask");
  await decide(`denied_${personaId}`, "deny");
  const url = "https://mcp.example.com";
  await db.mcpServer.create({
    data: { id: `mcp_${personaId}`, name: `far ${personaId}`, url, personas: { create: { personaId } } },
  });
  const isDescribed = async () => {
    const { system } = await previewPrompt(ada, { personaId });
    return names.map((name) => new RegExp(`### ${name}[ _]${personaId}`).test(system));
  };
  const findWarnings = async () => {
    const { issues } = await validatePersona(ada, { id: personaId });
    return issues.filter(({ category }) => category === "tools").map(({ message }) => message);
  };
  expect(await isDescribed()).toEqual([true, false, false]);
  expect(await findWarnings()).toEqual([
    expect.stringContaining(`asking ${personaId} asks a person`),
    expect.stringContaining(`denied ${personaId} is denied`),
    expect.stringContaining(`MCP server far ${personaId}`),
  ]);
  // What is said of http_request counts for a definition of which nothing is said.
  await decide("http_request", "ask");
  expect(await isDescribed()).toEqual([false, false, false]);
  await db.persona.update({ where: { id: personaId }, data: { runtime: "hub" } });
  expect(await isDescribed()).toEqual([true, true, false]);
  expect(await findWarnings()).toEqual([]);
});

test("a re-run of an old version has the runtime and the time limit of that version", async () => {
  const { persona } = await savePersona(systemActor, { name: "Mover", runtime: "hub", timeoutMs: 11_000 });
  await savePersona(systemActor, { id: persona.id, runtime: "worker", timeoutMs: 99_000 });
  const row = await readPersona(persona.id);
  const first = await requestExecution({ persona: row, hasPersona: true, input: { a: 1 } });
  const { executionId } = await rerunExecution(ada, { executionId: first, version: 1 });
  const again = await db.execution.findUniqueOrThrow({ where: { id: executionId } });
  expect(again).toMatchObject({ runtime: "hub", timeoutMs: 11_000, askedVersion: 1 });
});
