import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DesignOutput } from "@/server/designs/schema";
import { uniqueWord } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import type { Answer } from "@/tests/support/messages-api-answer";
import { type ModelHub, startModelHub } from "@/tests/support/model-hub";

let it: ModelHub;
beforeAll(async () => {
  it = await startModelHub();
});
afterAll(() => it?.stop());

const persona = {
  name: "Sorter",
  description: "Sorts.",
  identity: "You sort.",
  instructions: "Read and sort.",
  errorHandling: "Say so.",
};
const design: Answer = {
  kind: "text",
  text: "Here.",
  calls: [{ name: "submit_design", input: { personas: [persona] } }],
};
const overloaded: Answer = {
  kind: "error",
  status: 529,
  type: "overloaded_error",
  message: "Overloaded",
  headers: { "retry-after": "1" },
};

test("the engine carries a design through its stages, past an overloaded provider", async () => {
  const intent = uniqueWord("Sort issues");
  it.api.script(intent, overloaded, design);
  const { designId } = await ask<DesignOutput>(it.hub, "POST", "/api/personas/compile", { intent });
  const done = await awaitDesign(designId);
  expect(done).toMatchObject({ status: "completed", personaId: expect.stringMatching(/^per_/) });
  expect(await ask(it.hub, "GET", `/api/personas/${done.personaId}`)).toMatchObject({ name: "Sorter" });
  expect(it.api.find(intent)).toHaveLength(2);
});

async function awaitDesign(id: string): Promise<DesignOutput> {
  for (;;) {
    const design = await ask<DesignOutput>(it.hub, "GET", `/api/personas/compile/${id}`);
    if (design.status !== "running") return design;
    await delay(200);
  }
}
