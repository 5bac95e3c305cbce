/** Fills the database of DATABASE_URL with credentials, reads and rotates them; prints `VaultTimes`. */
import { randomBytes } from "node:crypto";
import { continueRotation, firstState, type RotationState } from "@/server/credentials/rotation";
import { forgetHeld, openVariables, readRedactor } from "@/server/credentials/use";
import { seal } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";
import type { VaultTimes } from "@/tests/bench/vault";

const credentialCount = 10_000;
const readCount = 500;
const persona = "bench-vault";

await db.persona.create({ data: { id: persona, name: persona, webhookSecretSealed: "" } });
for (let start = 0; start < credentialCount; start += 1_000)
  await db.credential.createMany({
    data: Array.from({ length: 1_000 }, (_, offset) => makeCredential(`bench-vault-${start + offset}`)),
  });
await db.personaCredential.createMany({
  data: Array.from({ length: 5 }, (_, index) => ({
    personaId: persona,
    credentialId: `bench-vault-${index}`,
  })),
});

const warm = await time(() => openVariables(persona));
const cold = await time(() => {
  forgetHeld();
  return openVariables(persona);
});
const { redact } = await readRedactor(persona);
const text = "The quick brown fox jumps over the lazy dog, said nobody at 12:00. ".repeat(16_000);
const redactMs = await timeOne(async () => redact(text));

const { keyRing } = env();
keyRing.keys.set("next", randomBytes(32));
keyRing.active = "next";
const rotation = await db.keyRotation.create({ data: { id: "bench", keyId: "next" } });
const rotationMs = await timeOne(async () => {
  let state: RotationState | null = firstState;
  while (state) state = await continueRotation(rotation.id, state);
});
const { doneCount } = await db.keyRotation.findUniqueOrThrow({ where: { id: rotation.id } });
process.stdout.write(
  JSON.stringify({ warm, cold, redactMs, rotationMs, rotatedCount: doneCount } satisfies VaultTimes),
);
await db.$disconnect();

function makeCredential(id: string) {
  const fields = JSON.stringify({ user: "ada", token: randomBytes(30).toString("base64") });
  const sealed = seal(fields, { table: "credential", id, field: "fields" });
  return { id, name: id, serviceType: "github", sealed, fieldNames: '["user","token"]' };
}

async function time(work: () => Promise<unknown>): Promise<number[]> {
  const times = [];
  for (let turn = 0; turn < readCount; turn++) times.push(await timeOne(work));
  return times;
}

async function timeOne(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
