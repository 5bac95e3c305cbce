import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { sweepOutbox } from "@/server/outbox/service";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

test("a fact that cannot be told stays, holds up no other and counts as none that was told", async () => {
  const name = "hub/event.received";
  const unreadable = createId("outbox");
  await db.outbox.create({
    data: { id: unreadable, name, data: "{", createdAt: new Date(Date.now() - 60_000) },
  });
  const told = createId("outbox");
  await db.outbox.create({ data: { id: told, name, data: '{"eventId":"evt_any"}' } });
  expect(await sweepOutbox(-60_000)).toBe(1);
  expect(services.engine.events.map(({ id }) => id)).toEqual([told]);
  expect(await sweepOutbox(-60_000)).toBe(0);
  expect(await db.outbox.findMany({ select: { id: true } })).toEqual([{ id: unreadable }]);
});
