import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "@/server/actor";
import { db } from "@/server/db";
import { deployPersona, redeploy } from "@/server/gitlab/deploy";
import { previewExport } from "@/server/gitlab/export-persona";
import { provisionVariables } from "@/server/gitlab/provision";
import { provisionInput } from "@/server/gitlab/schema";
import { revokeVariables, undeploy } from "@/server/gitlab/undeploy";
import { askRest } from "@/tests/support/claude-connection";
import { ada, makePersona, openGitlab, readTraces, toDeploy } from "@/tests/support/gitlab-services";

let it: Awaited<ReturnType<typeof openGitlab>>;
beforeAll(async () => {
  it = await openGitlab();
  await it.connect();
});
afterAll(() => it?.close());

const makeSecret = () => `${randomBytes(9).toString("hex")}$x`;

/** A deployed persona whose credential has a token, a short pin and a key of two lines. */
async function prepare(path: string) {
  const project = it.api.addProject(path);
  const fields = { token: makeSecret(), pin: "1234", pem: "line one\nline two" };
  const personaId = await makePersona("Keyed", fields);
  const { variables } = await previewExport(ada, { personaId });
  const find = (field: string) => {
    const found = variables.find(({ name }) => name.endsWith(`_${field.toUpperCase()}`));
    if (!found) throw new Error(`There is no variable of ${field}.`);
    return found;
  };
  const { deployment } = await deployPersona(ada, toDeploy({ projectId: project.id, personaId }));
  const provision = (input: object) =>
    provisionVariables(ada, provisionInput.parse({ id: deployment.id, ...input }));
  return { project, fields, personaId, find, deployment, provision };
}
const readAudit = (subjectId: string, action: string) =>
  db.auditEntry.findMany({ where: { subjectId, action }, orderBy: { id: "asc" } });

describe("provisioning", () => {
  test("sends what is named and nothing else: masked, protected, noted without its value", async () => {
    const { project, fields, find, deployment, provision } = await prepare("vars/sent");
    expect(project.variables.size).toBe(0);
    const { name, key } = find("token");
    expect(key).toBe(name.replace("CONNECTOR_", ""));
    const result = await provision({ variables: [name] });
    expect(result.variables).toEqual([{ name, key, outcome: "created", isMasked: true, reason: null }]);
    expect(result.deployment.variables).toEqual([key]);
    expect([...project.variables.values()]).toEqual([
      { key, value: fields.token, masked: true, protected: true, variable_type: "env_var", raw: true },
    ]);
    const [entry] = await readAudit(deployment.id, "gitlab_provision");
    expect(entry).toMatchObject({ actorName: "Ada", subjectId: deployment.id });
    expect(JSON.parse(entry?.detail ?? "")).toMatchObject({
      key,
      outcome: "created",
      projectPath: "vars/sent",
    });
    expect(await readTraces()).not.toContain(fields.token);
    expect(JSON.stringify(result)).not.toContain(fields.token);
  });

  test("again updates the hub's own variable", async () => {
    const { project, find, deployment, provision } = await prepare("vars/updated");
    const { name, key } = find("token");
    await provision({ variables: [name] });
    project.variables.set(key, {
      ...(project.variables.get(key) ?? {
        key,
        variable_type: "env_var",
        raw: true,
        masked: false,
        protected: false,
      }),
      value: "stale",
      masked: false,
    });
    const again = await provision({ variables: [name, name] });
    expect(again.variables).toMatchObject([{ outcome: "updated" }]);
    expect(project.variables.get(key)).toMatchObject({ masked: true });
    expect(project.variables.get(key)?.value).not.toBe("stale");
    expect(again.deployment.variables).toEqual([key]);
    expect(await readAudit(deployment.id, "gitlab_provision")).toHaveLength(2);
  });

  test("refuses by name what GitLab cannot mask, before anything is sent, unless it may go unmasked", async () => {
    const { project, find, deployment } = await prepare("vars/unmasked");
    const names = ["token", "pin", "pem"].map((field) => find(field).name);
    const path = `/api/gitlab/deployments/${deployment.id}/variables`;
    const refused = await askRest("POST", path, { variables: names });
    expect(refused).toMatchObject({
      status: 400,
      json: {
        issues: [
          {
            path: "variables.1",
            message: `GitLab cannot mask ${find("pin").key}: it has fewer than 8 characters`,
          },
          {
            path: "variables.2",
            message: `GitLab cannot mask ${find("pem").key}: it holds spaces or line breaks`,
          },
        ],
      },
    });
    expect(project.variables.size).toBe(0);
    const sent = await askRest("POST", path, { variables: names, unmasked: names });
    expect(sent.json.variables.map((each: { isMasked: boolean }) => each.isMasked)).toEqual([
      true,
      false,
      false,
    ]);
    expect(project.variables.get(find("pem").key)).toMatchObject({
      value: "line one\nline two",
      masked: false,
      protected: true,
    });
  });

  test("leaves a variable of somebody else's unless told to replace it", async () => {
    const { project, find, deployment, provision } = await prepare("vars/foreign");
    const { name, key } = find("token");
    const theirs = {
      key,
      value: "theirs",
      masked: false,
      protected: false,
      variable_type: "env_var",
      raw: false,
    };
    project.variables.set(key, theirs);
    expect((await provision({ variables: [name] })).variables).toMatchObject([
      { outcome: "refused", reason: expect.stringContaining("that the hub did not make") },
    ]);
    expect(project.variables.get(key)).toEqual(theirs);
    expect(await readAudit(deployment.id, "gitlab_provision")).toEqual([]);
    const replaced = await provision({ variables: [name], overwrite: true });
    expect(replaced.variables).toMatchObject([{ outcome: "updated" }]);
    expect(project.variables.get(key)?.value).not.toBe("theirs");
  });

  test("goes with a deployment; GitLab's refusal of one leaves the others and the deployment", async () => {
    const project = it.api.addProject("vars/with", 30);
    const personaId = await makePersona("With", { token: makeSecret() });
    const [variable] = (await previewExport(ada, { personaId })).variables;
    const given = { projectId: project.id, personaId, variables: [variable?.name] };
    const made = await askRest("POST", "/api/gitlab/deployments", given);
    expect(made).toMatchObject({
      status: 201,
      json: {
        deployment: { status: "active", variables: [] },
        variables: [{ outcome: "refused", reason: expect.stringMatching(/403.*Maintainer/) }],
      },
    });
    project.accessLevel = 40;
    const again = await askRest("POST", "/api/gitlab/deployments", given);
    expect(again.json).toMatchObject({
      deployment: { variables: [variable?.key] },
      variables: [{ outcome: "created" }],
    });
  });

  test("keeps a key whose sending was cut off, so that it can be revoked", async () => {
    const { project, find, provision } = await prepare("vars/cut");
    const { name, key } = find("token");
    const lift = it.api.fault(/^POST .*variables$/, { status: 500 });
    const cut = await provision({ variables: [name] });
    lift();
    expect(cut).toMatchObject({ variables: [{ outcome: "refused" }], deployment: { variables: [key] } });
    expect(project.variables.size).toBe(0);
  });

  test("of what the persona has not got, or without the scope for credentials, is refused", async () => {
    const { find, deployment, provision } = await prepare("vars/none");
    await expect(provision({ variables: ["CONNECTOR_NOTHING_OF_THE_KIND"] })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ path: "variables.0", message: expect.stringContaining("CONNECTOR_NOTHING_OF_THE_KIND") }],
    });
    const weak = { ...ada, scopes: new Set<Scope>(["gitlab:write", "gitlab:read", "personas:read"]) };
    const input = provisionInput.parse({ id: deployment.id, variables: [find("token").name] });
    await expect(provisionVariables(weak, input)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("revoking", () => {
  test("removes what is named, then the rest; what is gone already is no fault; each is noted", async () => {
    const { project, find, deployment, provision } = await prepare("revoke/some");
    const names = ["token", "pin", "pem"].map((field) => find(field).name);
    await provision({ variables: names, unmasked: names });
    project.variables.set("OTHERS", {
      key: "OTHERS",
      value: "x",
      masked: false,
      protected: false,
      variable_type: "env_var",
      raw: false,
    });
    const [token, pin, pem] = ["token", "pin", "pem"].map((field) => find(field).key);
    const path = `/api/gitlab/deployments/${deployment.id}/variables/revoke`;
    const first = await askRest("POST", path, { keys: [pin, "OTHERS"] });
    expect(first).toMatchObject({
      status: 200,
      json: { revoked: [pin], kept: [], deployment: { variables: [token, pem] } },
    });
    project.variables.delete(pem ?? "");
    const rest = await revokeVariables(ada, { id: deployment.id });
    expect(rest).toMatchObject({ revoked: [token, pem], deployment: { variables: [] } });
    expect([...project.variables.keys()]).toEqual(["OTHERS"]);
    const noted = await readAudit(deployment.id, "gitlab_revoke");
    expect(noted.map(({ detail }) => JSON.parse(detail ?? "").key)).toEqual([pin, token, pem]);
  });

  test("keeps what GitLab does not let go, and says why", async () => {
    const { find, deployment, provision } = await prepare("revoke/kept");
    const { name, key } = find("token");
    await provision({ variables: [name] });
    const lift = it.api.fault(/^DELETE .*variables/, { status: 500 });
    const kept = await undeploy(ada, { id: deployment.id, revokeVariables: true });
    lift();
    expect(kept).toMatchObject({
      revoked: [],
      kept: [{ key, reason: expect.stringContaining("500") }],
      deployment: { status: "undeployed", variables: [key] },
    });
    expect(await revokeVariables(ada, { id: deployment.id })).toMatchObject({ revoked: [key] });
    await expect(provision({ variables: [name] })).rejects.toMatchObject({ code: "conflict" });
  });

  test("comes with undeploying when asked for, passes on to what replaces it, and spares what another uses", async () => {
    const { project, find, personaId, deployment, provision } = await prepare("revoke/passed");
    const { name, key } = find("token");
    await provision({ variables: [name] });
    const next = await redeploy(ada, deployment.id);
    expect(next.deployment.variables).toEqual([key]);
    const link = await db.personaCredential.findFirstOrThrow({ where: { personaId } });
    const otherId = await makePersona("Other");
    await db.personaCredential.create({ data: { personaId: otherId, credentialId: link.credentialId } });
    const other = await deployPersona(
      ada,
      toDeploy({ projectId: project.id, personaId: otherId, variables: [name] }),
    );
    expect(other.variables).toMatchObject([{ outcome: "updated" }]);
    const ended = await undeploy(ada, { id: next.deployment.id, revokeVariables: true });
    expect(ended).toMatchObject({
      revoked: [],
      kept: [{ key, reason: expect.stringContaining("Other uses it") }],
    });
    expect(project.variables.has(key)).toBe(true);
    const last = await undeploy(ada, { id: other.deployment.id, revokeVariables: true });
    expect(last).toMatchObject({ revoked: [key], kept: [] });
    expect(project.variables.size).toBe(0);
  });
});
