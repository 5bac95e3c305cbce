import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CiTemplate } from "@/server/gitlab/schema";
import type { PersonaOutput } from "@/server/personas/schema";
import { createPersona } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { type JobFolder, makeJobFolder } from "@/tests/support/gitlab-job";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

describe.each(doorNames)("the CI/CD templates over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });

  test("name the persona's webhook at this hub and the variable for its secret, which they do not hold", async () => {
    const persona = await createPersona(hub, { name: "Reviewer" });
    const templates = await door.call<CiTemplate[]>("gitlab.ciTemplates", { personaId: persona.id });
    expect(templates.map(({ kind }) => kind)).toEqual(["code-review", "pipeline-triage", "release-notes"]);
    for (const template of templates) {
      expect(template.webhookUrl).toBe(`${hub.url}/api/webhooks/${persona.id}`);
      expect(template.yaml).toContain(template.webhookUrl);
      expect(template.yaml).toContain(template.variable);
      for (const secret of [persona.webhookSecret, hub.teamKey]) expect(template.yaml).not.toContain(secret);
    }
  });

  test("know no unknown persona", async () => {
    expect(await door.refuse("gitlab.ciTemplates", { personaId: "per_none" })).toMatchObject({ status: 404 });
  });
});

describe("a job of them, run as GitLab would", () => {
  let folder: JobFolder;
  let persona: PersonaOutput;
  beforeAll(async () => {
    folder = await makeJobFolder(hub);
    persona = await createPersona(hub, { name: "Job Reader" });
    for (const [tag, text] of [
      ["v1", "one\n"],
      ["v2", 'two "quoted" ü\n'],
    ] as const) {
      writeFileSync(join(folder.path, "notes.txt"), text);
      await git("add", ".");
      await git("commit", "--quiet", "--message", `Write ${tag}`);
      await git("tag", tag);
    }
  });
  afterAll(() => folder.remove());

  const git = async (...words: string[]) => (await folder.git(...words)).trim();
  const readPayloads = async () => {
    const events = await ask<{ payload: string; targetPersonaId: string; sourceId: string }[]>(
      hub,
      "GET",
      `/api/events?eventType=webhook_received&sourceId=${persona.id}`,
    );
    return events.filter(({ sourceId }) => sourceId === persona.id).map(({ payload }) => JSON.parse(payload));
  };

  test("tells the persona of a merge request with its diff, once however often it is run", async () => {
    const variables = {
      CI_JOB_ID: `${Date.now()}1`,
      CI_MERGE_REQUEST_IID: "7",
      CI_MERGE_REQUEST_PROJECT_URL: "https://gitlab.example.com/acme/atlas",
      CI_MERGE_REQUEST_TITLE: "Say \"hello\" $(rm -rf /) 'END'",
      CI_MERGE_REQUEST_DIFF_BASE_SHA: await git("rev-parse", "v1"),
      CI_COMMIT_SHA: await git("rev-parse", "v2"),
    };
    for (const _time of [1, 2])
      expect(await folder.work(persona, "code-review", variables)).toEqual({
        exitCode: 0,
        stdout: "The hub answered 201.\n",
      });
    const told = (await readPayloads()).filter(({ kind }) => kind === "merge_request");
    expect(told).toMatchObject([
      {
        source: "https://gitlab.example.com",
        project: { path: "acme/atlas" },
        merge_request: {
          iid: 7,
          title: variables.CI_MERGE_REQUEST_TITLE,
          url: "https://gitlab.example.com/acme/atlas/-/merge_requests/7",
        },
        sha: variables.CI_COMMIT_SHA,
        is_diff_cut: false,
        diff: [expect.stringContaining('-one\n+two "quoted" ü\n')],
      },
    ]);
  });

  test("tells it of jobs with the same number on two instances", async () => {
    const variables = { CI_JOB_ID: `${Date.now()}5`, CI_COMMIT_REF_NAME: "two" };
    for (const CI_SERVER_HOST of ["gitlab.example.com", "gitlab.example.org"])
      await folder.work(persona, "pipeline-triage", { ...variables, CI_SERVER_HOST });
    expect((await readPayloads()).filter(({ pipeline }) => pipeline?.ref === "two")).toHaveLength(2);
  });

  test("tells it of a pipeline that failed", async () => {
    const variables = { CI_JOB_ID: `${Date.now()}2`, CI_PIPELINE_ID: "31", CI_COMMIT_REF_NAME: "main" };
    expect(await folder.work(persona, "pipeline-triage", variables)).toMatchObject({ exitCode: 0 });
    expect(await readPayloads()).toContainEqual(
      expect.objectContaining({
        kind: "pipeline",
        pipeline: { id: 31, ref: "main" },
        merge_request_iid: null,
      }),
    );
  });

  test.each([
    ["v2", "v1", "Write v2"],
    ["v1", null, "Write v1"],
  ])("tells it of the tag %s with the commits since %s", async (tag, previous, subject) => {
    const variables = { CI_JOB_ID: `${Date.now()}3`, CI_COMMIT_TAG: tag };
    expect(await folder.work(persona, "release-notes", variables)).toMatchObject({ exitCode: 0 });
    const told = (await readPayloads()).find((payload) => payload.tag === tag);
    expect(told).toMatchObject({
      kind: "release",
      previous_tag: previous,
      commit_count: 1,
      commits_left_out: 0,
      commits: [expect.stringMatching(new RegExp(`^[0-9a-f]+ ${subject}\n$`))],
    });
  });

  test("fails at once, and prints no secret, when the hub does not take its signature", async () => {
    const secret = "not-the-secret-of-this-persona";
    const { exitCode, stdout } = await folder.work(persona, "pipeline-triage", { CI_JOB_ID: "4" }, secret);
    expect([exitCode, stdout]).toEqual([1, "The hub answered 401.\n"]);
  });
});
