import { inngest } from "@/inngest/client";
import { createId } from "@/lib/ids";
import type { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { sweepOutbox } from "@/server/outbox/service";
import { openTestDatabase } from "./database";
import { type InngestServer, type ServedEvent, startInngestServer } from "./inngest-server";
import { makeEnvironment } from "./test-environment";

export type Services = {
  databaseUrl: string;
  /** Takes the facts that the services tell; runs nothing, so that a test decides what happens when. */
  engine: InngestServer;
  /** The facts told since the last call, in order. */
  takeFacts: () => Promise<ServedEvent[]>;
  close: () => Promise<void>;
};

/** The services in this process, on a database of their own, with an engine that only listens. */
export async function openServices(): Promise<Services> {
  const database = await openTestDatabase();
  const engine = await startInngestServer();
  Object.assign(process.env, makeEnvironment(), {
    DATABASE_URL: database.url,
    INNGEST_BASE_URL: engine.url,
    INNGEST_EVENT_KEY: engine.eventKey,
    INNGEST_SIGNING_KEY: engine.signingKey,
    LOG_LEVEL: "silent",
  });
  // The client read its variables when it was made, before these were set.
  inngest.setEnvVars(process.env);
  let taken = 0;
  return {
    databaseUrl: database.url,
    engine,
    takeFacts: async () => {
      await sweepOutbox(-60_000);
      const facts = engine.events.slice(taken);
      taken = engine.events.length;
      return facts;
    },
    close: async () => {
      await db.$disconnect();
      await database.close();
      await engine.stop();
    },
  };
}

/** A persona's row; it runs dry. */
export async function insertPersona(fields: Partial<Prisma.PersonaCreateInput> = {}): Promise<string> {
  const id = createId("persona");
  await db.persona.create({
    data: { id, name: id, runtime: "dry-run", webhookSecretSealed: "none", maxConcurrent: 5, ...fields },
  });
  return id;
}

/** A subscription's row. */
export async function insertSubscription(
  personaId: string,
  eventType: string,
  fields: Partial<Prisma.SubscriptionUncheckedCreateInput> = {},
): Promise<string> {
  const id = createId("subscription");
  await db.subscription.create({ data: { id, personaId, eventType, ...fields } });
  return id;
}
