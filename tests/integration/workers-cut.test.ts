import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { linkCredential } from "@/server/credentials/links";
import { saveCredential } from "@/server/credentials/service";
import { composeText, readChunks } from "@/server/executions/output";
import { connectWorker, expectOk, offerExecution, take } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
let hub: RestServer;
beforeAll(async () => {
  services = await openServices();
  hub = await startRestServer();
});
afterAll(async () => {
  await hub?.stop();
  await services?.close();
});

test("the beginning of a secret at the end of the output is kept, unless its worker left out what followed", async () => {
  const token = `sk-live-${crypto.randomUUID()}`;
  const personaId = await insertPersona({ runtime: "worker" });
  const given = { name: "vault", serviceType: "vault", data: { token } };
  const { credential } = await saveCredential(systemActor, given);
  await linkCredential(systemActor, { personaId, credentialId: credential.id });
  const worker = await connectWorker(hub);
  const half = token.slice(0, 20);
  for (const [isOutputCut, text] of [
    [false, `so ${half}`],
    [true, "so "],
  ] as const) {
    const id = await offerExecution({}, { personaId });
    const held = await take(worker, id);
    const chunks = [{ seq: 1, kind: "stdout", text: `so ${half}` }];
    expectOk(await worker.tell("output", held, { chunks }));
    const report = { status: "completed", exitCode: 0, durationMs: 5, isOutputCut };
    expectOk(await worker.tell("complete", held, report));
    expect(composeText(await readChunks(id, 0, 100))).toBe(text);
  }
});
