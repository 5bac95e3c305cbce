import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { EventOutput } from "@/server/events/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { countRows, query } from "@/tests/support/query";
import { awaitEvent, awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";
import { makePush, readGitlabFixture, sendGitlab } from "@/tests/support/webhook";

const hub = sharedHub();
const eventOf = (reply: { json: unknown }) => reply.json as EventOutput;

describe("the GitLab webhook", () => {
  test("records a real push before it answers, and the persona that listens runs", async () => {
    const persona = await createPersona(hub);
    await subscribe(hub, persona, { eventType: "gitlab_push", sourceFilter: "mike/diaspora" });
    const body = readGitlabFixture("push.json");
    const reply = await sendGitlab(hub, body, { "X-Gitlab-Event": "Push Hook" });
    expect(reply.status).toBe(201);
    expect(eventOf(reply)).toMatchObject({
      eventType: "gitlab_push",
      sourceType: "gitlab",
      sourceId: "mike/diaspora",
      payload: body,
      status: "pending",
    });
    expect(await countRows(hub, "event", "id = $1", [eventOf(reply).id])).toBe(1);
    const made = await awaitExecutionsOf(hub, eventOf(reply).id);
    expect(made.map(({ personaId }) => personaId)).toContain(persona.id);
  });

  test.each([
    ["tag-push.json", "gitlab_tag"],
    ["issue.json", "gitlab_issue"],
    ["note-commit.json", "gitlab_comment"],
    ["merge-request.json", "gitlab_mr"],
    ["pipeline.json", "gitlab_pipeline"],
  ])("takes %s as %s", async (file, eventType) => {
    const reply = await sendGitlab(hub, readGitlabFixture(file));
    expect(reply.status).toBe(201);
    expect(eventOf(reply).eventType).toBe(eventType);
    expect(await awaitEvent(hub, eventOf(reply).id)).toMatchObject({ payload: readGitlabFixture(file) });
  });

  test("takes the team key as X-Gitlab-Token", async () => {
    expect((await sendGitlab(hub, makePush("a/b"), { "X-Gitlab-Token": hub.teamKey }, null)).status).toBe(
      201,
    );
  });

  test.each<[string, Record<string, string>, string | null | undefined]>([
    ["nothing", {}, null],
    ["a wrong bearer", {}, "dac_wrong"],
    ["a wrong token", { "X-Gitlab-Token": "wrong" }, null],
    ["a wrong bearer beside a right token", { "X-Gitlab-Token": "RIGHT" }, "dac_wrong"],
  ])("refuses %s with 401, and writes nothing", async (_name, headers, key) => {
    const path = uniqueWord("team");
    const filled = headers["X-Gitlab-Token"] === "RIGHT" ? { "X-Gitlab-Token": hub.teamKey } : headers;
    const reply = await sendGitlab(hub, makePush(path), filled, key);
    expect(reply).toMatchObject({
      status: 401,
      json: { code: "unauthorized", requestId: expect.any(String) },
    });
    expect(reply.headers.get("www-authenticate")).toBe("Bearer");
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(0);
  });

  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ])("refuses %s with 400, and accepts nothing", async (_name, body) => {
    const reply = await sendGitlab(hub, body);
    expect(reply).toMatchObject({ status: 400, json: { code: "bad_json" } });
    const hash = createHash("sha256").update(body).digest("hex");
    expect(await countRows(hub, "delivery", "body_sha256 = $1 AND status = 'accepted'", [hash])).toBe(0);
  });

  test("takes JSON that is no object, and words that no database takes", async () => {
    expect(eventOf(await sendGitlab(hub, "[1]"))).toMatchObject({
      eventType: "gitlab_unknown",
      sourceId: null,
    });
    const odd = JSON.stringify({ object_kind: "wi\u0000ki", project: { path_with_namespace: "a\u0000b" } });
    expect(eventOf(await sendGitlab(hub, odd))).toMatchObject({ eventType: "gitlab_wiki", sourceId: "ab" });
  });

  test("keeps no credential among a delivery's headers", async () => {
    const reply = await sendGitlab(hub, makePush("a/b"), {
      "X-Gitlab-Token": "never-kept",
      "X-Gitlab-Event": "Push Hook",
    });
    const rows = await query<{ headers: string }>(hub, "SELECT headers FROM delivery WHERE event_id = $1", [
      eventOf(reply).id,
    ]);
    expect(rows[0]?.headers).toContain("Push Hook");
    expect(rows[0]?.headers).not.toMatch(/never-kept|Bearer|dac_/);
  });
});
