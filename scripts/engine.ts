import { writeFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { inngest } from "@/inngest/client";
import { startEngine } from "@/inngest/embedded/engine";
import { functions } from "@/inngest/functions";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { logger } from "@/server/logger";

// In a flood the door comes first: what is acknowledged is kept, and carried out a little later.
stepBack();

// The SDK copies the environment at every call, and each read of the live one is a call into the system.
process.env = { ...process.env };

const { ENGINE_PORT, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();

// Until the lease is held there is nothing to hand over: a signal just ends the process.
const engine = await startEngine({
  port: ENGINE_PORT,
  eventKey: requireKey("INNGEST_EVENT_KEY", INNGEST_EVENT_KEY),
  signingKey: requireKey("INNGEST_SIGNING_KEY", INNGEST_SIGNING_KEY),
  db,
  client: inngest,
  functions,
  log: logger,
}).catch((error: unknown) => fail(readLastLine(error)));

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    await engine.stop();
    process.exit(0);
  });
}
void engine.lost.then(() => process.exit(1));

console.log(`engine ready ${engine.port}`);

/** Linux weighs sessions against each other before it looks at priorities within one; each of our processes has its own. */
function stepBack(): void {
  // Not the lowest: beside a busy program of another session that would leave it next to nothing.
  const priority = Math.max(constants.priority.PRIORITY_BELOW_NORMAL, getPriority());
  setPriority(priority);
  try {
    writeFileSync("/proc/self/autogroup", String(priority));
  } catch {
    // Another system, or one that does not group by session.
  }
}

function requireKey(name: string, value: string | undefined): string {
  return value ?? fail(`${name} is missing: the engine and the functions share it.`);
}

/** Prisma writes the call first and the cause last. */
function readLastLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split("\n").at(-1) ?? message;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
