import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { listEndpoints } from "@/server/endpoints/service";
import { listPersonas } from "@/server/personas/service";
import { listAllSubscriptions } from "@/server/subscriptions/service";
import { listTriggers } from "@/server/triggers/service";
import { makeEndpoint } from "@/tests/factories/endpoint";
import { makeTrigger } from "@/tests/factories/trigger-service";
import { insertPersona, insertSubscription, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
  const personaId = await insertPersona({ name: "Plain" });
  await insertSubscription(personaId, "plain-type");
  await makeTrigger({ personaId, name: "Plain" });
  await makeEndpoint("https://plain.example.com/hook");
});
afterAll(() => services?.close());

const page = { limit: 50, offset: 0 };

test.each(["%", "_", "a_n", "\\"])(
  "a search for %s finds what holds it as it is, and nothing else",
  async (search) => {
    const found = async () => ({
      personas: (await listPersonas(systemActor, { ...page, search })).total,
      subscriptions: (await listAllSubscriptions(systemActor, { ...page, search })).total,
      triggers: (await listTriggers(systemActor, { ...page, search })).total,
      endpoints: (await listEndpoints(systemActor, { ...page, search })).total,
    });
    expect(await found()).toEqual({ personas: 0, subscriptions: 0, triggers: 0, endpoints: 0 });
    const personaId = await insertPersona({ name: `Odd ${search} name` });
    await insertSubscription(personaId, "plain-type");
    await makeTrigger({ personaId, name: "Plain" });
    const endpoint = await makeEndpoint("https://plain.example.com/hook", { description: `Odd ${search}` });
    expect(await found()).toEqual({ personas: 1, subscriptions: 1, triggers: 1, endpoints: 1 });
    await db.persona.delete({ where: { id: personaId } });
    await db.endpoint.delete({ where: { id: endpoint.id } });
  },
);
