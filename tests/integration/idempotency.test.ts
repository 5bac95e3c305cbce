import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { send } from "@/tests/support/api";
import { countRows, query } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const post = (path: string, json: object, key: string) =>
  send(hub, "POST", path, { json, headers: { "Idempotency-Key": key } });

describe("an Idempotency-Key on a POST", () => {
  test("replays the first reply, and runs once", async () => {
    const [name, key] = [uniqueWord("Once"), uniqueWord("key")];
    const first = await post("/api/personas", { name }, key);
    const second = await post("/api/personas", { name }, key);
    expect(second).toMatchObject({ status: 201, json: first.json });
    expect([first, second].map(({ headers }) => headers.get("x-idempotency-replay"))).toEqual([null, "1"]);
    expect(await countRows(hub, "persona", "name = $1", [name])).toBe(1);
  });

  test("with another body is a conflict", async () => {
    const key = uniqueWord("key");
    await post("/api/personas", { name: "One" }, key);
    const other = await post("/api/personas", { name: "Two" }, key);
    expect(other).toMatchObject({
      status: 409,
      json: { code: "conflict", error: "This Idempotency-Key was used with another body." },
    });
  });

  test("in parallel runs once: the others are replayed or told to wait", async () => {
    const [eventType, key] = [uniqueWord("type"), uniqueWord("key")];
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => post("/api/events", { eventType }, key)),
    );
    expect(replies.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(replies.some(({ status }) => status === 201)).toBe(true);
    expect(await countRows(hub, "event", "event_type = $1", [eventType])).toBe(1);
  });

  test("of a refused request may be used again", async () => {
    const key = uniqueWord("key");
    expect((await post("/api/personas", {}, key)).status).toBe(400);
    expect((await post("/api/personas", { name: "Now right" }, key)).status).toBe(201);
  });

  test("belongs to its path", async () => {
    const key = uniqueWord("key");
    const persona = await createPersona(hub);
    expect((await post("/api/events", { eventType: "a" }, key)).status).toBe(201);
    expect((await post("/api/execute", { personaId: persona.id, prompt: "x" }, key)).status).toBe(202);
  });

  test("is forgotten after ten minutes; until then one that a crash cut off stays a conflict, for it may have taken effect", async () => {
    const [eventType, key] = [uniqueWord("type"), uniqueWord("key")];
    const row = createHash("sha256")
      .update(JSON.stringify(["api_key", "team", "/api/events", key]))
      .digest("hex");
    const age = (interval: string, status: string) =>
      query(
        hub,
        `UPDATE idempotent_reply SET created_at = now() - interval '${interval}', status = ${status} WHERE key = $1`,
        [row],
      );
    await post("/api/events", { eventType }, key);
    await age("11 minutes", "status");
    expect((await post("/api/events", { eventType }, key)).headers.get("x-idempotency-replay")).toBeNull();
    await age("2 minutes", "NULL");
    expect((await post("/api/events", { eventType }, key)).status).toBe(409);
    await age("11 minutes", "NULL");
    expect((await post("/api/events", { eventType }, key)).status).toBe(201);
    expect(await countRows(hub, "event", "event_type = $1", [eventType])).toBe(3);
  });

  test("of more than 255 characters is refused", async () => {
    expect(await post("/api/events", { eventType: "a" }, "k".repeat(256))).toMatchObject({
      status: 400,
      json: { issues: [{ path: "Idempotency-Key" }] },
    });
  });

  test("does not keep a secret that a reply showed", async () => {
    const made = await post("/api/personas", { name: "Secretive" }, uniqueWord("key"));
    const { webhookSecret } = made.json as { webhookSecret: string };
    expect(webhookSecret).toMatch(/^[0-9a-f]{64}$/);
    expect(await countRows(hub, "idempotent_reply", "body LIKE $1", [`%${webhookSecret}%`])).toBe(0);
  });
});
