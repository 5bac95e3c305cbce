import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Scope, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { listAgents } from "@/server/gitlab/agents";
import { listPipelines, triggerPipeline } from "@/server/gitlab/pipelines";
import { getProject, listProjects } from "@/server/gitlab/projects";
import { connectInput } from "@/server/gitlab/schema";
import { connect, disconnect, getConnection, getUser } from "@/server/gitlab/service";
import { fromZod } from "@/server/trpc/to-app-error";
import { askRest } from "@/tests/support/claude-connection";
import { ada, openGitlab, readTraces } from "@/tests/support/gitlab-services";

let it: Awaited<ReturnType<typeof openGitlab>>;
beforeAll(async () => {
  it = await openGitlab();
});
afterAll(() => it?.close());
beforeEach(() => it.connect());

const page = { limit: 50, offset: 0 };

describe("the connection", () => {
  test("is tried, kept sealed and shown masked; disconnecting forgets it", async () => {
    expect(await disconnect(ada)).toMatchObject({
      connected: false,
      source: null,
      token: null,
      username: null,
    });
    const connected = await askRest("POST", "/api/gitlab/connection", { token: ` ${it.api.token} ` });
    expect(connected).toMatchObject({
      status: 200,
      json: {
        connected: true,
        source: "vault",
        baseUrl: it.api.url,
        username: "ada",
        name: "Ada Lovelace",
        token: "[REDACTED]",
      },
    });
    expect(await getConnection(ada)).toEqual(connected.json);
    expect(await getUser(ada)).toEqual({ id: 7, username: "ada", name: "Ada Lovelace" });
    const rows = JSON.stringify(await db.secret.findMany());
    for (const text of [rows, JSON.stringify(connected.json), await readTraces()])
      expect(text).not.toContain(it.api.token);
    await disconnect(ada);
    const actions = (await db.auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(["gitlab_connected", "gitlab_disconnected"]);
  });

  test.each([
    ["no token", () => ({ token: " " }), "token", /Paste a personal access token/],
    ["an unknown token", () => ({ token: "glpat-nobodys" }), "token", /does not take the token \(401/],
    [
      "a token without scope",
      () => ({ token: it.api.addToken("read_repository") }),
      "token",
      /403.*scope api/,
    ],
    [
      "a token that reads only",
      () => ({ token: it.api.addToken("read_api") }),
      "token",
      /lacks the scope api; it has read_api/,
    ],
    [
      "a place where nothing answers",
      () => ({ token: it.api.token, baseUrl: "http://127.0.0.1:1" }),
      "baseUrl",
      /could not be reached/,
    ],
    [
      "a place that may not be asked",
      () => ({ token: it.api.token, baseUrl: "http://10.0.0.1" }),
      "baseUrl",
      /SAFE_FETCH_ALLOW/,
    ],
    [
      "a place that is no GitLab",
      () => ({ token: it.api.token, baseUrl: `${it.api.url}/other` }),
      "baseUrl",
      /404/,
    ],
  ])(
    "is refused with %s, at the field, and the one before stays",
    async (_name, makeInput, path, message) => {
      const issues = [{ path, message: expect.stringMatching(message) }];
      const { success, data, error } = connectInput.safeParse(makeInput());
      if (success)
        await expect(connect(ada, data)).rejects.toMatchObject({ code: "validation_failed", issues });
      else expect(fromZod(error)).toMatchObject({ issues });
      expect(await getConnection(ada)).toMatchObject({ connected: true, username: "ada" });
    },
  );

  test("to another place than the hub's own GitLab is no key's to make", async () => {
    const input = { token: it.api.token, baseUrl: "https://gitlab.attacker.example" };
    expect(await askRest("POST", "/api/gitlab/connection", input)).toMatchObject({ status: 403 });
    expect(await getConnection(ada)).toMatchObject({ connected: true, username: "ada" });
  });

  test("may be by a token that cannot tell its scopes", async () => {
    const lift = it.api.fault(/self$/, { status: 404 });
    expect(await it.connect()).toMatchObject({ connected: true });
    lift();
  });

  test("is what everything else needs, in words", async () => {
    await disconnect(ada);
    const asked = await askRest("GET", "/api/gitlab/projects");
    expect(asked).toMatchObject({
      status: 409,
      json: { errorType: "not_connected", error: expect.stringContaining("GitLab is not connected") },
    });
  });

  test("says what a revoked token, a fault and too many requests are; none is the hub's own 401", async () => {
    it.api.revokeTokens(true);
    expect(await askRest("GET", "/api/gitlab/projects")).toMatchObject({
      status: 422,
      json: { errorType: "invalid_token", error: expect.stringContaining("connect again") },
    });
    it.api.revokeTokens(false);
    const lift = it.api.fault(/projects/, { status: 429, headers: { "Retry-After": "11" } });
    const limited = await askRest("GET", "/api/gitlab/projects");
    expect(limited).toMatchObject({ status: 429, json: { errorType: "rate_limited" } });
    expect(limited.headers.get("retry-after")).toBe("11");
    lift();
    const liftSecond = it.api.fault(/projects/, { status: 200, body: { not: "a list" } });
    expect(await askRest("GET", "/api/gitlab/projects")).toMatchObject({
      status: 502,
      json: { errorType: "unknown_answer" },
    });
    liftSecond();
  });

  test("is nobody's without the scope", async () => {
    const stranger = webhookActor("gitlab");
    const reader = { ...ada, scopes: new Set<Scope>(["gitlab:read"]) };
    for (const act of [getConnection, getUser, disconnect])
      await expect(act(stranger)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listProjects(stranger, page)).rejects.toMatchObject({ code: "forbidden" });
    await expect(connect(reader, { token: it.api.token })).rejects.toMatchObject({ code: "forbidden" });
    expect(await getConnection(reader)).toMatchObject({ connected: true });
  });
});

describe("projects", () => {
  test("are those where one may develop, found by a part of the path, in pages", async () => {
    for (let count = 0; count < 7; count++) it.api.addProject(`lists/project-${count}`);
    const hidden = it.api.addProject("lists/guest", 10);
    const found = await askRest("GET", "/api/gitlab/projects?search=LISTS&limit=3&offset=3");
    expect(found.json.map(({ path }: { path: string }) => path)).toEqual([
      "lists/project-3",
      "lists/project-4",
      "lists/project-5",
    ]);
    expect(found.headers.get("x-total-count")).toBe("7");
    expect(found.headers.get("link")).toContain('rel="next"');
    expect(found.json[0]).toMatchObject({
      webUrl: `${it.api.url}/lists/project-3`,
      defaultBranch: "main",
      description: null,
      deployedCount: 0,
    });
    const all = await listProjects(ada, { ...page, search: "lists/" });
    expect(all.items.map(({ id }) => id)).not.toContain(hidden.id);
    expect(await listProjects(ada, { ...page, search: "nothing like it" })).toEqual({ items: [], total: 0 });
  });

  test("that are not there are not found", async () => {
    await expect(getProject(ada, 1)).rejects.toMatchObject({ code: "not_found" });
  });

  test("list agents where GitLab has them, and say so where it does not", async () => {
    const project = it.api.addProject("agents/some");
    project.agents.push({ id: 5, name: "Somebody's", web_url: "https://gitlab.test/agent" });
    expect(await listAgents(ada, project.id)).toMatchObject({
      isSupported: true,
      items: [{ id: "5", name: "Somebody's", url: "https://gitlab.test/agent", deploymentId: null }],
    });
    it.api.hasAgents(false);
    expect(await listAgents(ada, project.id)).toMatchObject({
      isSupported: false,
      reason: expect.stringContaining("404"),
      items: [],
    });
    it.api.hasAgents(true);
  });
});

describe("pipelines", () => {
  const trigger = (input: { projectId: number; [name: string]: unknown }) =>
    askRest("POST", `/api/gitlab/projects/${input.projectId}/pipelines`, {
      ref: "main",
      ...input,
      projectId: undefined,
    });

  test("start with the hub's own trigger token, made once, and are listed newest first", async () => {
    const project = it.api.addProject("pipes/own");
    project.triggers.push({ id: 1, description: "Ensemble", token: "glptt-of-somebody-else", owner: "them" });
    const first = await trigger({ projectId: project.id, variables: { STAGE: "test & more", N: "1" } });
    expect(first).toMatchObject({
      status: 201,
      json: { pipelineId: project.pipelines[0]?.id, webUrl: project.pipelines[0]?.web_url },
    });
    expect(project.pipelines[0]?.variables).toEqual({ STAGE: "test & more", N: "1" });
    const second = await trigger({ projectId: project.id });
    expect(project.triggers).toHaveLength(2);
    expect((await listPipelines(ada, project.id)).map(({ id }) => id)).toEqual([
      second.json.pipelineId,
      first.json.pipelineId,
    ]);
    const traces = await readTraces();
    expect(traces).toContain("gitlab_trigger");
    expect(traces).not.toContain("test & more");
    expect(traces).not.toContain(project.triggers[1]?.token);
  });

  test("start with a token that is given, by a developer too", async () => {
    const project = it.api.addProject("pipes/given", 30);
    project.triggers.push({ id: 2, description: "CI", token: "glptt-given-one", owner: "them" });
    const input = { projectId: project.id, ref: "main", variables: {} };
    await expect(triggerPipeline(ada, input)).rejects.toMatchObject({
      code: "unprocessable",
      message: expect.stringMatching(/403.*Maintainer for variables and triggers/),
    });
    expect(await triggerPipeline(ada, { ...input, token: "glptt-given-one" })).toMatchObject({
      pipelineId: project.pipelines[0]?.id,
    });
  });

  test.each([
    ["a branch that is not there", { ref: "gone" }, 422, /Reference not found/],
    ["a token that is not one", { token: "glptt-wrong" }, 404, /404/],
    ["a variable without a name", { variables: { "": "x" } }, 400, /variables/],
  ])("do not start with %s", async (_name, input, status, message) => {
    const project = it.api.addProject("pipes/none");
    const refused = await trigger({ projectId: project.id, ...input });
    expect(refused).toMatchObject({ status, json: { error: expect.stringMatching(message) } });
    expect(project.pipelines).toEqual([]);
  });
});
