import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { systemActor, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { messageList } from "@/server/messages/schema";
import {
  countUnread,
  deleteMessage,
  getMessage,
  listMessages,
  markAllRead,
  markMessage,
} from "@/server/messages/service";
import { handleRest } from "@/server/rest/door";
import { purgeExpired } from "@/server/retention/service";
import { tell } from "@/tests/factories/message";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());
afterEach(async () => {
  await db.personaMessage.deleteMany();
  await services.takeFacts();
});

const list = async (input: object = {}) => (await listMessages(systemActor, messageList.parse(input))).items;
const idsOf = async (input: object) => (await list(input)).map(({ id }) => id);
const ask = (method: string, path: string, json?: object) =>
  handleRest(
    new Request(`http://hub.test${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${process.env.TEAM_API_KEY}`,
        ...(json ? { "content-type": "application/json" } : {}),
      },
      ...(json ? { body: JSON.stringify(json) } : {}),
    }),
  );

describe("a message", () => {
  test("is written once for its key, with the fact that has it delivered", async () => {
    const key = createId("personaMessage");
    const ids = await Promise.all([1, 2, 3].map(() => tell({ key })));
    expect(new Set(ids).size).toBe(1);
    expect(await tell({ key, content: "Something else" })).toBe(ids[0]);
    expect(await list()).toMatchObject([{ id: ids[0], content: "All is **well**." }]);
    const facts = (await services.takeFacts()).filter(({ name }) => name === "hub/message.written");
    expect(facts.map(({ data }) => data)).toEqual([{ messageId: ids[0] }]);
  });

  test("has the contract's fields and defaults", async () => {
    const id = await tell({ executionId: "exe_1", metadata: { ticket: 7 } });
    expect(await getMessage(systemActor, id)).toEqual({
      id,
      personaId: "per_scribe",
      personaName: "Scribe",
      executionId: "exe_1",
      title: null,
      content: "All is **well**.",
      contentType: "info",
      priority: "normal",
      isRead: false,
      readAt: null,
      metadata: '{"ticket":7}',
      reviewId: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      deliveries: [],
    });
  });

  test("is stored whatever is in it, cut where it is endless", async () => {
    const half = "\ud83d";
    const id = await tell({
      title: `\u0000${"t".repeat(500)}`,
      content: `a\u0000b${half}${"x".repeat(60_000)}`,
    });
    const { title, content } = await getMessage(systemActor, id);
    expect(title).toBe(`${"t".repeat(199)}…`);
    expect(content).toHaveLength(50_000);
    expect(content.slice(0, 4)).toBe("ab\ufffdx");
    expect(content.endsWith("…")).toBe(true);
  });

  test("shows which review it tells of, and never the links that answer it", async () => {
    const metadata = {
      reviewId: "rev_1",
      approveUrl: "https://hub/a?t=secret",
      rejectUrl: "https://hub/r?t=secret",
    };
    const id = await tell({ metadata });
    const row = await db.personaMessage.findUnique({ where: { id } });
    const shown = JSON.stringify([await getMessage(systemActor, id), await list(), row]);
    expect(shown).not.toContain("secret");
    expect(await getMessage(systemActor, id)).toMatchObject({ reviewId: "rev_1" });
  });
});

describe("the list", () => {
  test("is newest first and narrowed by each filter", async () => {
    const a = await tell({ priority: "low", contentType: "error", title: "50 % done", executionId: "exe_a" });
    const b = await tell({ priority: "high", personaId: "per_other", personaName: "Other" });
    const c = await tell({ priority: "urgent" });
    await markMessage(systemActor, { id: b, isRead: true });
    for (const [input, ids] of [
      [{}, [c, b, a]],
      [{ isRead: "false" }, [c, a]],
      [{ isRead: true }, [b]],
      [{ personaId: "per_other" }, [b]],
      [{ priority: "low" }, [a]],
      [{ minPriority: "high" }, [c, b]],
      [{ minPriority: "high", priority: "low" }, []],
      [{ contentType: "error" }, [a]],
      [{ executionId: "exe_a" }, [a]],
      [{ search: "50 % d" }, [a]],
      [{ search: "5_ %" }, []],
      [{ search: "other" }, [b]],
      [{ search: c }, [c]],
      [{ limit: 1, offset: 1 }, [b]],
    ] as const)
      expect(await idsOf(input), JSON.stringify(input)).toEqual(ids);
  });

  test("is refused to who may not read it, as is every other verb", async () => {
    const actor = webhookActor("gitlab");
    const id = await tell();
    for (const call of [
      () => listMessages(actor, messageList.parse({})),
      () => countUnread(actor),
      () => getMessage(actor, id),
      () => markMessage(actor, { id, isRead: true }),
      () => markAllRead(actor, {}),
      () => deleteMessage(actor, id),
    ])
      await expect(call()).rejects.toMatchObject({ code: "forbidden" });
    expect(await countUnread(systemActor)).toMatchObject({ count: 1 });
  });
});

describe("reading", () => {
  test("is noted once, and taken back", async () => {
    const id = await tell();
    const { readAt } = await markMessage(systemActor, { id, isRead: true });
    expect(readAt).not.toBeNull();
    expect((await markMessage(systemActor, { id, isRead: true })).readAt).toBe(readAt);
    expect(await countUnread(systemActor)).toMatchObject({ count: 0 });
    expect(await markMessage(systemActor, { id, isRead: false })).toMatchObject({
      isRead: false,
      readAt: null,
    });
    await expect(markMessage(systemActor, { id: "pms_none", isRead: true })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("of all leaves what nobody can have seen", async () => {
    const seen = await tell();
    const { createdAt } = await getMessage(systemActor, seen);
    const later = await tell();
    await db.personaMessage.update({
      where: { id: later },
      data: { createdAt: new Date(Date.parse(createdAt) + 1) },
    });
    expect(await markAllRead(systemActor, { until: createdAt })).toEqual({ count: 1 });
    expect(await idsOf({ isRead: false })).toEqual([later]);
    expect(await markAllRead(systemActor, {})).toEqual({ count: 1 });
    expect(await markAllRead(systemActor, {})).toEqual({ count: 0 });
  });
});

describe("over REST", () => {
  test("the inbox is listed, read, marked and emptied", async () => {
    const id = await tell();
    const listed = await ask("GET", "/api/messages?isRead=false&limit=1");
    expect([listed.status, listed.headers.get("x-total-count")]).toEqual([200, "1"]);
    expect(await listed.json()).toMatchObject([{ id, isRead: false }]);
    expect(await (await ask("GET", "/api/messages/unread-count")).json()).toMatchObject({ count: 1 });
    expect(await (await ask("POST", `/api/messages/${id}/read`)).json()).toMatchObject({ id, isRead: true });
    expect(await (await ask("POST", `/api/messages/${id}/unread`)).json()).toMatchObject({ isRead: false });
    expect(await (await ask("POST", "/api/messages/read-all")).json()).toEqual({ count: 1 });
    expect(await (await ask("GET", `/api/messages/${id}`)).json()).toMatchObject({ id, deliveries: [] });
    expect(await (await ask("DELETE", `/api/messages/${id}`)).json()).toEqual({ deleted: true });
    expect((await ask("GET", `/api/messages/${id}`)).status).toBe(404);
    expect((await ask("DELETE", `/api/messages/${id}`)).status).toBe(404);
  });

  test.each(["priority=huge", "isRead=maybe", "unknown=1", "contentType=joke", "limit=x"])(
    "%s is refused",
    async (query) => {
      const reply = await ask("GET", `/api/messages?${query}`);
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([
        400,
        "validation_failed",
      ]);
    },
  );
});

test("what was read long ago goes; what is unread stays, and so do memories", async () => {
  const old = new Date(Date.now() - 400 * 24 * 60 * 60_000);
  const [read, unread, lately] = [await tell(), await tell(), await tell()];
  await db.personaMessage.updateMany({ data: { createdAt: old } });
  await db.personaMessage.update({ where: { id: read }, data: { isRead: true, readAt: old } });
  await db.personaMessage.update({ where: { id: lately }, data: { isRead: true, readAt: new Date() } });
  await db.memory.create({
    data: {
      id: "mem_old",
      key: "old",
      personaId: "p",
      title: "t",
      content: "c",
      createdAt: old,
      updatedAt: old,
    },
  });
  expect(await purgeExpired()).toMatchObject({ inbox: 1 });
  expect((await list()).map(({ id }) => id).toSorted()).toEqual([unread, lately].toSorted());
  expect(await db.memory.count({ where: { id: "mem_old" } })).toBe(1);
});
