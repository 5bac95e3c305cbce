import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "@/server/actor";
import { db } from "@/server/db";
import { deployPersona, redeploy } from "@/server/gitlab/deploy";
import { checkDeployment, listDeployments } from "@/server/gitlab/deployments";
import { connect } from "@/server/gitlab/service";
import { undeploy } from "@/server/gitlab/undeploy";
import { savePersona } from "@/server/personas/service";
import { askRest } from "@/tests/support/claude-connection";
import { startGitlabApi } from "@/tests/support/gitlab-api";
import { ada, makePersona, openGitlab, toDeploy } from "@/tests/support/gitlab-services";

let it: Awaited<ReturnType<typeof openGitlab>>;
beforeAll(async () => {
  it = await openGitlab();
  await it.connect();
});
afterAll(() => it?.close());
afterEach(() => it.api.hasAgents(true));

const list = (projectId: number) => listDeployments(ada, { projectId, limit: 50, offset: 0 });
const deploy = (projectId: number, personaId: string) =>
  deployPersona(ada, toDeploy({ projectId, personaId }));

describe("deploying", () => {
  test("makes a Duo agent with the exported prompt, the names of its variables and its tools", async () => {
    const project = it.api.addProject("deploy/agent");
    const personaId = await makePersona("Scribe", { api_key: "a-secret-value" });
    const tool = await db.toolDefinition.create({
      data: {
        id: `tol_${personaId}`,
        name: `search_${personaId}`,
        description: "Finds.",
        inputSchema: '{"type":"object","required":["q"]}',
      },
    });
    await db.personaTool.create({ data: { personaId, toolId: tool.id } });
    const made = await askRest("POST", "/api/gitlab/deployments", { projectId: project.id, personaId });
    const [agent] = project.agents;
    expect(made).toMatchObject({
      status: 201,
      json: {
        deployment: {
          personaId,
          personaName: "Scribe",
          projectPath: "deploy/agent",
          method: "api",
          status: "active",
          statusReason: null,
          agentId: String(agent?.id),
          url: agent?.web_url,
          version: 1,
          variables: [],
          deployedBy: "Team API key",
          undeployedAt: null,
        },
        variables: [],
      },
    });
    expect(agent).toMatchObject({
      name: "Scribe",
      description: "Writes release notes.",
      model: "claude-sonnet-5-5",
      tools: [{ name: tool.name, description: "Finds.", input_schema: { type: "object", required: ["q"] } }],
      metadata: { source: "personas-desktop", version: "1", persona_id: personaId },
    });
    expect(agent?.system_prompt).toMatch(
      /^## Identity\nYou are Scribe\.\n\n## Instructions\nWrite notes\.\n\n## Environment Variables\n[^\n]+\n- `\$VAULT_\w+_API_KEY`$/,
    );
    expect(JSON.stringify(project.agents)).not.toContain("a-secret-value");
    const preview = await askRest("GET", `/api/gitlab/export?personaId=${personaId}`);
    expect(preview.json.systemPrompt).toBe(agent?.system_prompt);
    expect((await askRest("GET", `/api/gitlab/projects/${project.id}`)).json.deployedCount).toBe(1);
  });

  test.each([
    ["has no API for agents", 404],
    ["refuses it", 403],
    ["finds it invalid", 400],
    ["does not take the token for it", 401],
    ["asks to wait", 429],
    ["breaks", 500],
    ["answers with something else", 200],
    ["leads elsewhere", 302],
  ])("falls back to AGENTS.md where GitLab %s, and says why", async (_name, status) => {
    const project = it.api.addProject("deploy/file");
    const personaId = await makePersona("Filed");
    const lift = it.api.fault(/duo\/agents/, { status, body: { ok: true } });
    const { deployment } = await deploy(project.id, personaId);
    lift();
    expect(deployment).toMatchObject({
      method: "agents_md",
      status: "file-based",
      agentId: null,
      url: `${it.api.url}/deploy/file/-/blob/main/AGENTS.md`,
      statusReason: expect.stringMatching(/^Not as an agent: GitLab/),
    });
    expect(project.files.get("AGENTS.md")?.content).toContain("You are Filed.");
    expect(project.commits).toEqual([
      { message: "Deploy Filed from Ensemble", action: "POST", path: "AGENTS.md" },
    ]);
  });

  test("by file keeps what others wrote there, also while it is written, and makes a first commit", async () => {
    it.api.hasAgents(false);
    const project = it.api.addProject("deploy/shared");
    project.defaultBranch = null;
    const [first, second] = [await makePersona("First"), await makePersona("Second")];
    await deploy(project.id, first);
    expect(project.defaultBranch).toBe("main");
    const file = () => project.files.get("AGENTS.md")?.content ?? "";
    it.api.before(/^PUT .*AGENTS/, () => {
      project.files.set("AGENTS.md", { content: `# House rules\n\n${file()}`, lastCommitId: "in-between" });
    });
    await deploy(project.id, second);
    expect(file()).toMatch(/^# House rules\n\n<!-- ensemble:begin/);
    for (const name of ["First", "Second"]) expect(file()).toContain(`You are ${name}.`);
    expect(project.commits.map(({ action }) => action)).toEqual(["POST", "PUT"]);
  });

  test("that fails both ways is kept as failed, with both reasons, and changes nothing that stands", async () => {
    const project = it.api.addProject("deploy/failed");
    const personaId = await makePersona("Unlucky");
    const before = await deploy(project.id, personaId);
    const lift = it.api.fault(/duo\/agents|repository/, { status: 503 });
    const failed = await askRest("POST", "/api/gitlab/deployments", { projectId: project.id, personaId });
    lift();
    expect(failed).toMatchObject({
      status: 502,
      json: {
        error: expect.stringMatching(/Unlucky was not deployed\. As an agent: .*503.* As a file: .*503/),
      },
    });
    const { items } = await list(project.id);
    expect(items[0]).toMatchObject({ id: failed.json.deploymentId, status: "failed" });
    expect(items[1]).toMatchObject({ id: before.deployment.id, status: "active", undeployedAt: null });
    expect(project.agents).toHaveLength(1);
    await expect(
      undeploy(ada, { id: failed.json.deploymentId, revokeVariables: false }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("again replaces what stood: one agent, or one section, is left", async () => {
    const project = it.api.addProject("deploy/again");
    const personaId = await makePersona("Anew");
    await deploy(project.id, personaId);
    await deploy(project.id, personaId);
    expect(project.agents).toHaveLength(1);
    it.api.hasAgents(false);
    const lift = it.api.fault(/^DELETE .*duo/, { status: 500 });
    await deploy(project.id, personaId);
    lift();
    const stuck = (await list(project.id)).items[1];
    expect(stuck).toMatchObject({
      status: "unknown",
      statusReason: expect.stringContaining("could not be removed"),
      undeployedAt: null,
    });
    it.api.hasAgents(true);
    const last = await deploy(project.id, personaId);
    expect(project.agents.map(({ id }) => String(id))).toEqual([last.deployment.agentId]);
    expect(project.files.size).toBe(0);
    const { items } = await list(project.id);
    expect(items.map(({ status }) => status)).toEqual(["active", "undeployed", "undeployed", "undeployed"]);
    expect(items[3]?.statusReason).toBe(`Replaced by ${items[2]?.id}.`);
  });

  test("of many at once leaves one", async () => {
    const project = it.api.addProject("deploy/race");
    const personaId = await makePersona("Racing");
    await Promise.all([1, 2, 3].map(() => deploy(project.id, personaId)));
    const standing = (await list(project.id)).items.filter(({ undeployedAt }) => undeployedAt === null);
    expect(standing).toHaveLength(1);
    expect(project.agents.map(({ id }) => String(id))).toEqual([standing[0]?.agentId]);
  });

  test.each([
    ["a persona that is not there", { personaId: "per_none" }, 404],
    ["a version that is not there", { version: 9 }, 404],
    ["a project that is not there", { projectId: 1 }, 404],
    ["an unknown field", { branch: "x" }, 400],
  ])("of %s is refused and leaves no row", async (_name, input, status) => {
    const project = it.api.addProject("deploy/refused");
    const personaId = await makePersona("Refused");
    const given = { projectId: project.id, personaId, ...input };
    expect(await askRest("POST", "/api/gitlab/deployments", given)).toMatchObject({ status });
    expect((await list(project.id)).total).toBe(0);
  });

  test("needs the scope", async () => {
    const reader = { ...ada, scopes: new Set<Scope>(["gitlab:read", "personas:read"]) };
    await expect(deployPersona(reader, toDeploy({ projectId: 1, personaId: "per_x" }))).rejects.toMatchObject(
      { code: "forbidden" },
    );
  });
});

describe("a deployment", () => {
  test("is rolled back to: its version of the persona is deployed again", async () => {
    const project = it.api.addProject("roll/back");
    const personaId = await makePersona("Rolling");
    const tell = (identity: string) =>
      savePersona(ada, { id: personaId, structuredPrompt: JSON.stringify({ identity }) });
    await tell("The first one.");
    const first = await deploy(project.id, personaId);
    await tell("The second one.");
    await deploy(project.id, personaId);
    expect(project.agents[0]?.system_prompt).toContain("The second one.");
    const back = await redeploy(ada, first.deployment.id);
    expect(back.deployment).toMatchObject({ version: first.deployment.version, status: "active" });
    expect(project.agents).toHaveLength(1);
    expect(project.agents[0]?.system_prompt).toContain("The first one.");
  });

  test.each([["api"], ["agents_md"]] as const)(
    "by %s is looked for, and honest about what is found",
    async (method) => {
      it.api.hasAgents(method === "api");
      const project = it.api.addProject(`check/${method}`);
      const { deployment } = await deploy(project.id, await makePersona("Looked for"));
      const good = method === "api" ? "active" : "file-based";
      const check = () => checkDeployment(ada, deployment.id);
      expect(await check()).toEqual(deployment);
      const lift = it.api.fault(/duo\/agents|repository/, { status: 500 });
      expect(await check()).toMatchObject({
        status: "unknown",
        statusReason: expect.stringContaining("could not be looked for"),
      });
      lift();
      expect(await check()).toMatchObject({ status: good });
      project.agents.length = 0;
      project.files.clear();
      expect(await check()).toMatchObject({
        status: "unknown",
        statusReason: expect.stringMatching(/no longer/),
      });
      // Gone already is no fault.
      expect((await undeploy(ada, { id: deployment.id, revokeVariables: false })).deployment).toMatchObject({
        status: "undeployed",
      });
      expect(await check()).toMatchObject({ status: "undeployed", statusReason: "By Ada." });
    },
  );

  test("is undeployed: its agent goes, or its section and no more than that", async () => {
    const project = it.api.addProject("undeploy/both");
    const [byAgent, byFile] = [await makePersona("Agent"), await makePersona("File")];
    project.files.set("AGENTS.md", { content: "# House rules\n", lastCommitId: "first" });
    const agent = await deploy(project.id, byAgent);
    it.api.hasAgents(false);
    const file = await deploy(project.id, byFile);
    it.api.hasAgents(true);
    const drop = (id: string) => askRest("DELETE", `/api/gitlab/deployments/${id}`);
    expect(await drop(agent.deployment.id)).toMatchObject({
      status: 200,
      json: { deployment: { status: "undeployed", statusReason: "By Team API key." } },
    });
    expect(project.agents).toEqual([]);
    await drop(file.deployment.id);
    expect(project.files.get("AGENTS.md")?.content).toBe("# House rules\n");
    expect(await drop(file.deployment.id)).toMatchObject({ status: 409 });
    const audits = await db.auditEntry.findMany({
      where: { subjectId: file.deployment.id },
      orderBy: { id: "asc" },
    });
    expect(audits.map(({ action }) => action)).toEqual(["gitlab_deploy", "gitlab_undeploy"]);
  });

  test("stays when GitLab refuses to remove it, or is another GitLab by now", async () => {
    const project = it.api.addProject("undeploy/kept");
    const { deployment } = await deploy(project.id, await makePersona("Kept"));
    const drop = () => undeploy(ada, { id: deployment.id, revokeVariables: false });
    const lift = it.api.fault(/^DELETE/, { status: 403 });
    await expect(drop()).rejects.toMatchObject({ extra: { errorType: "missing_scope" } });
    lift();
    const other = await startGitlabApi();
    other.addProject("somebody/elses").id = project.id;
    await connect(ada, { token: other.token, baseUrl: other.url });
    await expect(drop()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("undeploy/kept"),
    });
    await it.connect();
    await other.stop();
    expect((await list(project.id)).items[0]).toMatchObject({ status: "active" });
  });
});
