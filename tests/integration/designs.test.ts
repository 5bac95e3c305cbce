import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personActor, systemActor, webhookActor } from "@/server/actor";
import { saveCredential } from "@/server/credentials/service";
import { db } from "@/server/db";
import { generateDesigns } from "@/server/designs/generate";
import { persistDesigns } from "@/server/designs/persist";
import { getDesign, requestDesign, requestDesigns } from "@/server/designs/service";
import { validatePersona } from "@/server/designs/validate";
import { getPersona, savePersona } from "@/server/personas/service";
import { type AgentServices, openAgentServices } from "@/tests/support/agent";
import type { Answer } from "@/tests/support/messages-api-answer";
import { callRest } from "@/tests/support/rest-in-process";

const ada = personActor("ada", "Ada");
let services: AgentServices;
beforeAll(async () => {
  services = await openAgentServices();
  await db.toolDefinition.createMany({
    data: [
      { id: "tol_issues", name: "issues", description: "Finds issues.", requiresCredentialType: "tracker" },
      { id: "tol_mail", name: "mail", description: "Sends mail." },
    ],
  });
  await saveCredential(systemActor, {
    name: "Tracker",
    serviceType: "tracker",
    data: { token: crypto.randomUUID() },
    allowedHosts: ["api.tracker.example.com"],
  });
});
afterAll(() => services.close());
let intent: string;
beforeEach(() => {
  intent = `Sort issues ${crypto.randomUUID()}`;
});

const design = (name: string, more: object = {}) => ({
  name,
  description: `What ${name} does.`,
  identity: `You are ${name}.`,
  instructions: "Read and sort.",
  errorHandling: "Say so.",
  ...more,
});
const answer = (...personas: object[]): Answer => ({
  kind: "text",
  text: "Here.",
  calls: [{ name: "submit_design", input: { personas } }],
  usage: { input_tokens: 1_000, output_tokens: 500 },
});
const requests = () => services.api.find(intent);

/** What the durable function does, with its steps one after the other. */
async function carryOut(batchId: string, tries = 4): Promise<string> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const outcome = await generateDesigns(batchId, { attempt, isLast: attempt === tries - 1 });
    if (outcome === "ended") return outcome;
    if (outcome === "generated") {
      await persistDesigns(batchId);
      return "persisted";
    }
  }
  throw new Error("It was never the last try.");
}

describe("a persona from an intention", () => {
  test("is designed, linked to what was named, checked and priced", async () => {
    services.api.script(
      intent,
      answer(design("Sorter", { tools: ["issues", "mail"], eventTypes: ["gitlab_issue"] })),
    );
    const asked = await requestDesign(ada, {
      intent,
      tools: ["issues"],
      connectors: ["tracker"],
      modelProfile: JSON.stringify({ model: "claude-haiku-5-5" }),
      maxBudgetUsd: 0.5,
    });
    expect(asked).toMatchObject({ status: "running", stage: "prompt_assembly", personaId: null, issues: [] });
    expect(await services.takeFacts()).toMatchObject([
      { name: "hub/design.requested", data: { designId: asked.designId } },
    ]);
    expect(await carryOut(asked.designId)).toBe("persisted");

    const done = await getDesign(ada, asked.designId);
    expect(done).toMatchObject({ status: "completed", stage: "persist", errorMessage: null });
    // 1,000 tokens in and 500 out, of claude-sonnet-5-5.
    expect(done.costUsd).toBeCloseTo(0.007, 9);
    expect(done.issues.map(({ level, category }) => `${level} ${category}`)).toEqual([
      "info triggers",
      "info tools",
      "info triggers",
    ]);
    const persona = await getPersona(ada, done.personaId ?? "");
    expect(persona).toMatchObject({ name: "Sorter", maxBudgetUsd: 0.5, liveVersion: 1 });
    expect(JSON.parse(persona.structuredPrompt ?? "")).toEqual({
      identity: "You are Sorter.",
      instructions: "Read and sort.",
      errorHandling: "Say so.",
    });
    expect(await db.personaTool.findMany({ where: { personaId: persona.id } })).toHaveLength(1);
    expect(await db.personaCredential.findMany({ where: { personaId: persona.id } })).toHaveLength(1);
    const [request] = requests();
    expect(request?.prompt).toContain("issues (given): Finds issues.");
    expect(request?.prompt).toContain("Tracker (tracker)");
  });

  test("is paid for once and made once, whatever is repeated", async () => {
    services.api.script(intent, answer(design("Once")));
    const { designId } = await requestDesign(ada, { intent });
    await generateDesigns(designId, { attempt: 0, isLast: false });
    expect(await generateDesigns(designId, { attempt: 1, isLast: false })).toBe("generated");
    await persistDesigns(designId);
    await persistDesigns(designId);
    expect(requests()).toHaveLength(1);
    const { personaId } = await getDesign(ada, designId);
    expect(await db.persona.count({ where: { name: "Once" } })).toBe(1);
    expect(await db.personaVersion.count({ where: { personaId: personaId ?? "" } })).toBe(1);
  });

  test("is asked for again when the provider is overloaded, and cut turns are counted", async () => {
    const cut: Answer = {
      kind: "text",
      text: "Half",
      ending: "cut",
      usage: { input_tokens: 1_000, output_tokens: 1 },
    };
    const overloaded: Answer = {
      kind: "error",
      status: 529,
      type: "overloaded_error",
      message: "Overloaded",
    };
    services.api.script(intent, cut, overloaded, answer(design("Patient")));
    const { designId } = await requestDesign(ada, { intent });
    expect(await carryOut(designId)).toBe("persisted");
    expect(requests()).toHaveLength(3);
    expect((await getDesign(ada, designId)).costUsd).toBeCloseTo(0.007 + 0.00201, 6);
  });

  test.each<[string, Answer, string]>([
    ["refuses", { kind: "error", status: 400, type: "invalid_request_error", message: "Too odd" }, "Too odd"],
    ["says nothing of use", { kind: "text", text: "I would rather not." }, "without a design"],
    ["leaves out what matters", answer({ name: "Half" }), "description"],
    ["names it too long", answer(design("x".repeat(201))), "name"],
    ["writes what no persona may hold", answer(design("Bell\u0007")), "does not fit: name"],
  ])("fails in words when the model %s", async (_name, given, words) => {
    services.api.script(intent, given);
    const { designId } = await requestDesign(ada, { intent });
    await carryOut(designId);
    const failed = await getDesign(ada, designId);
    expect(failed).toMatchObject({ status: "failed", personaId: null });
    expect(failed.errorMessage).toContain(words);
    expect(failed.completedAt).not.toBeNull();
  });

  test("is not asked for with tools, connectors or tokens there cannot be", async () => {
    await expect(requestDesign(ada, { intent, tools: ["issues", "fax"] })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ path: "tools.1", message: expect.stringContaining("issues, mail") }],
    });
    await expect(requestDesign(ada, { intent, connectors: ["nothing"] })).rejects.toMatchObject({
      issues: [{ path: "connectors.0" }],
    });
    const modelProfile = JSON.stringify({ authToken: crypto.randomUUID() });
    await expect(requestDesign(ada, { intent, modelProfile })).rejects.toMatchObject({
      issues: [{ path: "modelProfile" }],
    });
    await expect(requestDesign(webhookActor("gitlab"), { intent })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(getDesign(ada, "dsn_none")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a team from a description", () => {
  test("is designed in one turn, its cost shared out", async () => {
    services.api.script(intent, answer(design("Reader"), design("Writer"), design("Editor")));
    const { batchId, designs } = await requestDesigns(ada, { description: intent, count: 3 });
    expect(designs).toHaveLength(3);
    expect(await carryOut(batchId)).toBe("persisted");
    expect(requests()).toHaveLength(1);
    const done = await Promise.all(designs.map(({ designId }) => getDesign(ada, designId)));
    const names = await Promise.all(
      done.map(async ({ personaId }) => (await getPersona(ada, personaId ?? "")).name),
    );
    expect(names).toEqual(["Reader", "Writer", "Editor"]);
    expect(done.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(0.007, 9);
  });

  test("fails as a whole when some are missing", async () => {
    services.api.script(intent, answer(design("Alone")));
    const { batchId, designs } = await requestDesigns(ada, { description: intent, count: 2 });
    await carryOut(batchId);
    for (const { designId } of designs)
      expect(await getDesign(ada, designId)).toMatchObject({
        status: "failed",
        errorMessage: expect.stringContaining("1 of 2"),
      });
  });
});

describe("over REST", () => {
  test("a design is accepted, polled and refused with its fields", async () => {
    const accepted = await callRest("POST", "/api/personas/compile", { intent });
    expect(accepted).toMatchObject({ status: 202, json: { status: "running", stage: "prompt_assembly" } });
    const polled = await callRest("GET", `/api/personas/compile/${accepted.json.designId}`);
    expect(polled).toMatchObject({ status: 200, json: { designId: accepted.json.designId } });
    const batch = await callRest("POST", "/api/personas/compile/batch", { description: intent, count: 2 });
    expect(batch).toMatchObject({ status: 202, json: { designs: [{ status: "running" }, {}] } });
    for (const [body, path] of [
      [{}, "intent"],
      [{ intent: " " }, "intent"],
      [{ intent, maxBudgetUsd: 1_001 }, "maxBudgetUsd"],
      [{ intent, modelProfile: { model: "gpt-5" } }, "modelProfile"],
    ])
      expect(await callRest("POST", "/api/personas/compile", body)).toMatchObject({
        status: 400,
        json: { issues: [{ path }] },
      });
    expect(
      await callRest("POST", "/api/personas/compile/batch", { description: intent, count: 11 }),
    ).toMatchObject({ status: 400, json: { issues: [{ path: "count" }] } });
  });

  test("a persona and one of its drafts are validated", async () => {
    const { persona } = await savePersona(systemActor, { name: "Checked", systemPrompt: "Work." });
    await savePersona(systemActor, { id: persona.id, systemPrompt: "", draft: true });
    const live = await callRest("POST", `/api/personas/${persona.id}/validate`);
    expect(live.status).toBe(200);
    const { issues } = live.json as { issues: { level: string }[] };
    expect(issues.filter(({ level }) => level === "error")).toEqual([]);
    const draft = await callRest("POST", `/api/personas/${persona.id}/validate`, { version: 2 });
    expect(draft.json).toMatchObject({ issues: [{ level: "error", category: "prompt" }, {}, {}, {}] });
    expect(await callRest("POST", "/api/personas/per_none/validate")).toMatchObject({ status: 404 });
  });
});

test("validate knows what is linked", async () => {
  const { persona } = await savePersona(systemActor, { name: "Linked", systemPrompt: "Work." });
  await db.personaTool.create({ data: { personaId: persona.id, toolId: "tol_issues" } });
  const { issues } = await validatePersona(ada, { id: persona.id });
  expect(issues[0]).toMatchObject({ level: "error", category: "credentials" });
});
