import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CiTemplate, CiTemplateKind } from "@/server/gitlab/schema";
import type { PersonaOutput } from "@/server/personas/schema";
import { createPersona } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const run = promisify(execFile);

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
  let folder: string;
  let persona: PersonaOutput;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ensemble-ci-"));
    persona = await createPersona(hub, { name: "Job Reader" });
    await git("init", "--quiet");
    for (const [tag, text] of [
      ["v1", "one\n"],
      ["v2", 'two "quoted" ü\n'],
    ] as const) {
      writeFileSync(join(folder, "notes.txt"), text);
      await git("add", ".");
      await git("commit", "--quiet", "--message", `Write ${tag}`);
      await git("tag", tag);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const git = async (...words: string[]) => {
    const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    return (await run("git", [...author, ...words], { cwd: folder })).stdout.trim();
  };
  const work = async (kind: CiTemplateKind, variables: Record<string, string>, secret: string) => {
    const path = `/api/gitlab/ci-templates?personaId=${persona.id}`;
    const template = (await ask<CiTemplate[]>(hub, "GET", path)).find((each) => each.kind === kind);
    if (!template) throw new Error(`There is no template ${kind}.`);
    const url = /ENSEMBLE_WEBHOOK_URL: "(.*)"/.exec(template.yaml)?.[1] ?? "";
    const env = {
      NODE_ENV: "production" as const,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      CI_SERVER_URL: "https://gitlab.example.com",
      CI_PROJECT_PATH: "acme/atlas",
      CI_PROJECT_URL: "https://gitlab.example.com/acme/atlas",
      ENSEMBLE_WEBHOOK_URL: url,
      [template.variable]: secret,
      ...variables,
    };
    return run("sh", ["-e", "-c", readScript(template.yaml)], { cwd: folder, env }).then(
      ({ stdout }) => ({ exitCode: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ exitCode: code, stdout }),
    );
  };
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
      expect(await work("code-review", variables, persona.webhookSecret)).toEqual({
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
        diff: expect.stringContaining('-one\n+two "quoted" ü\n'),
        is_diff_cut: false,
      },
    ]);
  });

  test("tells it of a pipeline that failed", async () => {
    const variables = { CI_JOB_ID: `${Date.now()}2`, CI_PIPELINE_ID: "31", CI_COMMIT_REF_NAME: "main" };
    expect(await work("pipeline-triage", variables, persona.webhookSecret)).toMatchObject({ exitCode: 0 });
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
    expect(await work("release-notes", variables, persona.webhookSecret)).toMatchObject({ exitCode: 0 });
    const told = (await readPayloads()).find((payload) => payload.tag === tag);
    expect(told).toMatchObject({
      kind: "release",
      previous_tag: previous,
      commits: [expect.stringMatching(new RegExp(`^[0-9a-f]+ ${subject}$`))],
    });
  });

  test("fails at once, and prints no secret, when the hub does not take its signature", async () => {
    const secret = "not-the-secret-of-this-persona";
    const { exitCode, stdout } = await work("pipeline-triage", { CI_JOB_ID: "4" }, secret);
    expect([exitCode, stdout]).toEqual([1, "The hub answered 401.\n"]);
  });
});

/** What stands under `script:`, as YAML reads its one block. */
function readScript(yaml: string): string {
  const [, block = ""] = yaml.split("  script:\n    - |\n");
  return block.replaceAll(/^ {6}/gm, "");
}
