import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { providers } from "@/server/webhooks/providers";
import type { ProviderName } from "@/server/webhooks/schema";

function read(json: unknown, headers: Record<string, string> = {}) {
  return { headers: new Headers(headers), text: "{}", json, bodySha256: "", personaId: null };
}
const eventOf = (name: ProviderName, json: unknown, headers?: Record<string, string>) =>
  providers[name].toEvent(read(json, headers));
const readFixture = (path: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../fixtures", path), "utf8"));

describe("a payload of each sender", () => {
  test.each<[ProviderName, string, Record<string, string>, string, string | null]>([
    ["gitlab", "gitlab/push.json", {}, "gitlab_push", "mike/diaspora"],
    ["gitlab", "gitlab/tag-push.json", {}, "gitlab_tag", "jsmith/example"],
    ["gitlab", "gitlab/issue.json", {}, "gitlab_issue", "gitlabhq/gitlab-test"],
    ["gitlab", "gitlab/note-commit.json", {}, "gitlab_comment", "gitlabhq/gitlab-test"],
    ["gitlab", "gitlab/merge-request.json", {}, "gitlab_mr", "gitlabhq/gitlab-test"],
    ["gitlab", "gitlab/pipeline.json", {}, "gitlab_pipeline", "gitlab-org/gitlab-test"],
    ["github", "github/push.json", { "x-github-event": "push" }, "github_push", "acme/atlas"],
    [
      "github",
      "github/installation.json",
      { "x-github-event": "installation" },
      "github_installation",
      "acme",
    ],
    ["slack", "slack/app-mention.json", {}, "slack_app_mention", "T0ATLAS/C0RELEASE"],
    ["slack", "slack/reaction-added.json", {}, "slack_reaction_added", "T0ATLAS/C0RELEASE"],
    ["stripe", "stripe/invoice-paid.json", {}, "stripe_invoice.paid", "acct_acme"],
    ["standard", "standard/contact-created.json", {}, "contact.created", null],
  ])("%s: %s", (provider, file, headers, eventType, sourceId) => {
    expect(eventOf(provider, readFixture(file), headers)).toEqual({
      eventType,
      sourceType: provider,
      sourceId,
      targetPersonaId: null,
      payload: "{}",
      useCaseId: null,
    });
  });
});

describe("the type of GitLab's", () => {
  test.each([
    ["a build", { object_kind: "build" }, "gitlab_build"],
    ["a word without a mapping", { object_kind: "wiki_page" }, "gitlab_wiki_page"],
    [
      "a member hook, which has event_name only",
      { event_name: "user_add_to_group" },
      "gitlab_user_add_to_group",
    ],
    ["both words: object_kind wins", { object_kind: "push", event_name: "repository_update" }, "gitlab_push"],
    ["an event_name with a mapping", { event_name: "tag_push" }, "gitlab_tag"],
    ["neither word", { project: {} }, "gitlab_unknown"],
    ["an empty word", { object_kind: "" }, "gitlab_unknown"],
    ["a word that is no text", { object_kind: 7 }, "gitlab_unknown"],
    ["no object", [1, 2], "gitlab_unknown"],
    ["a number", 5, "gitlab_unknown"],
    ["null", null, "gitlab_unknown"],
    ["a word of an object's own", { object_kind: "constructor" }, "gitlab_constructor"],
    ["a word that no database takes", { object_kind: "pu\u0000sh" }, "gitlab_push"],
    ["an endless word", { object_kind: "x".repeat(500) }, `gitlab_${"x".repeat(57)}`],
  ])("%s", (_name, payload, eventType) => {
    expect(eventOf("gitlab", payload).eventType).toBe(eventType);
  });
});

describe("the source of GitLab's", () => {
  test.each([
    ["the project's path", { project: { path_with_namespace: "a/b" }, path_with_namespace: "c/d" }, "a/b"],
    ["the payload's own path", { path_with_namespace: "c/d" }, "c/d"],
    ["a project without one", { project: { name: "b" }, path_with_namespace: "c/d" }, "c/d"],
    ["a project that is null", { project: null }, null],
    ["none", {}, null],
  ])("%s", (_name, payload, sourceId) => {
    expect(eventOf("gitlab", payload).sourceId).toBe(sourceId);
  });
});

describe("odd payloads", () => {
  test.each<[ProviderName, unknown, Record<string, string>, string, string | null]>([
    ["github", null, {}, "github_unknown", null],
    ["github", { repository: "x" }, { "x-github-event": "a b<c" }, "github_a_b_c", null],
    ["slack", [], {}, "slack_unknown", null],
    [
      "slack",
      { type: "block_actions", team: { id: "T1" }, channel: { id: "C1" } },
      {},
      "slack_block_actions",
      "T1/C1",
    ],
    [
      "slack",
      { event: { type: "channel_created", channel: { id: "C2" } } },
      {},
      "slack_channel_created",
      "C2",
    ],
    ["slack", { team_id: "T1", event: { type: "team_join" } }, {}, "slack_team_join", "T1"],
    ["stripe", { type: 5 }, {}, "stripe_unknown", null],
    ["standard", { type: "" }, {}, "webhook_received", null],
    ["standard", "text", {}, "webhook_received", null],
    ["standard", { type: "ä".repeat(100) }, {}, "_".repeat(64), null],
  ])("%s: %j", (provider, json, headers, eventType, sourceId) => {
    expect(eventOf(provider, json, headers)).toMatchObject({ eventType, sourceId });
  });
});

describe("a handshake", () => {
  test("of Slack is answered with its challenge", () => {
    expect(providers.slack.answer?.(read(readFixture("slack/url-verification.json")))).toEqual({
      challenge: "c0ffee-and-tea",
    });
    expect(providers.slack.answer?.(read(readFixture("slack/app-mention.json")))).toBeNull();
    expect(providers.slack.answer?.(read({ type: "url_verification", challenge: 1 }))).toBeNull();
  });

  test("of GitHub is a ping", () => {
    const ping = read(readFixture("github/ping.json"), { "x-github-event": "ping" });
    expect(providers.github.answer?.(ping)).toMatchObject({ ok: true });
    expect(providers.github.answer?.(read({}, { "x-github-event": "push" }))).toBeNull();
  });
});
