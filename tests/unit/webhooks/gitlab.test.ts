import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readGitlabEvent } from "@/server/webhooks/gitlab";

const folder = join(import.meta.dirname, "../../fixtures/gitlab");

describe("readGitlabEvent", () => {
  test.each([
    ["push.json", "gitlab_push", "mike/diaspora"],
    ["tag-push.json", "gitlab_tag", "jsmith/example"],
    ["issue.json", "gitlab_issue", "gitlabhq/gitlab-test"],
    ["note-commit.json", "gitlab_comment", "gitlabhq/gitlab-test"],
    ["merge-request.json", "gitlab_mr", "gitlabhq/gitlab-test"],
    ["pipeline.json", "gitlab_pipeline", "gitlab-org/gitlab-test"],
  ])("%s → %s", (file, eventType, sourceId) => {
    const text = readFileSync(join(folder, file), "utf8");
    expect(readGitlabEvent(JSON.parse(text), text)).toEqual({
      eventType,
      sourceType: "gitlab",
      sourceId,
      targetPersonaId: null,
      payload: text,
      useCaseId: null,
    });
  });

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
    expect(readGitlabEvent(payload, "{}").eventType).toBe(eventType);
  });

  test.each([
    ["the project's path", { project: { path_with_namespace: "a/b" }, path_with_namespace: "c/d" }, "a/b"],
    ["the payload's own path", { path_with_namespace: "c/d" }, "c/d"],
    ["a project without one", { project: { name: "b" }, path_with_namespace: "c/d" }, "c/d"],
    ["a project that is null", { project: null }, null],
    ["none", {}, null],
  ])("source: %s", (_name, payload, sourceId) => {
    expect(readGitlabEvent(payload, "{}").sourceId).toBe(sourceId);
  });
});
