import { describe, expect, test } from "vitest";
import type { EventOutput } from "@/server/events/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { send } from "@/tests/support/api";
import { countRows, query } from "@/tests/support/query";
import { awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";
import { makePush, sendGitlab } from "@/tests/support/webhook";

const hub = sharedHub();

describe("the same delivery again", () => {
  test("fifty times in parallel: one event, fifty equal 201 answers, forty-nine of them marked", async () => {
    const path = uniqueWord("team");
    const headers = { "Idempotency-Key": uniqueWord("delivery") };
    const persona = await createPersona(hub);
    await subscribe(hub, persona, { eventType: "gitlab_push", sourceFilter: path });
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => sendGitlab(hub, makePush(path), headers)),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers.get("x-idempotency-replay") === "1")).toHaveLength(49);
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(1);
    const { id } = JSON.parse(replies[0]?.text ?? "") as EventOutput;
    const made = await awaitExecutionsOf(hub, id);
    expect(made.filter(({ personaId }) => personaId === persona.id)).toHaveLength(1);
  });

  test("answers as the first did, even after the event has gone on", async () => {
    const path = uniqueWord("team");
    const headers = { "webhook-id": uniqueWord("delivery") };
    const first = await sendGitlab(hub, makePush(path), headers);
    await awaitExecutionsOf(hub, (first.json as EventOutput).id, 0);
    const again = await sendGitlab(hub, makePush(path), headers);
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get("x-idempotency-replay")).toBe("1");
    expect(first.headers.get("x-idempotency-replay")).toBeNull();
  });

  test("after the event has expired it is still known, and makes none", async () => {
    const path = uniqueWord("team");
    const headers = { "Idempotency-Key": uniqueWord("delivery") };
    const first = await sendGitlab(hub, makePush(path), headers);
    await awaitExecutionsOf(hub, (first.json as EventOutput).id, 0);
    await query(hub, "DELETE FROM event WHERE source_id = $1", [path]);
    const again = await sendGitlab(hub, makePush(path), headers);
    expect(again).toMatchObject({ status: 201, json: { id: (first.json as EventOutput).id } });
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(0);
  });

  test("GitLab's event id counts with the body: one cause sends several webhooks", async () => {
    const path = uniqueWord("team");
    const headers = { "X-Gitlab-Event-UUID": uniqueWord("uuid") };
    const bodies = [makePush(path), makePush(path), makePush(path, { ref: "refs/heads/other" })];
    const replies = [];
    for (const body of bodies) replies.push(await sendGitlab(hub, body, headers));
    const [first, second, third] = replies.map(({ json }) => (json as EventOutput).id);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("without a delivery id every one counts", async () => {
    const path = uniqueWord("team");
    await sendGitlab(hub, makePush(path));
    await sendGitlab(hub, makePush(path));
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(2);
  });

  test("one id at two personas is two deliveries", async () => {
    const id = uniqueWord("delivery");
    const personas = [await createPersona(hub), await createPersona(hub)];
    const post = (persona: { id: string }) =>
      send(hub, "POST", `/api/webhooks/${persona.id}`, {
        json: { a: 1 },
        headers: { "Idempotency-Key": id },
      });
    const replies = [];
    for (const persona of [...personas, ...personas]) replies.push(await post(persona));
    expect(replies.map(({ headers }) => headers.get("x-idempotency-replay"))).toEqual([null, null, "1", "1"]);
    expect(new Set(replies.map(({ json }) => (json as EventOutput).id)).size).toBe(2);
  });

  test("an endless delivery id is refused", async () => {
    const reply = await sendGitlab(hub, makePush("a/b"), { "Idempotency-Key": "k".repeat(256) });
    expect(reply).toMatchObject({ status: 400, json: { issues: [{ path: "deliveryId" }] } });
  });
});
