import { createId } from "@/lib/ids";
import type { GitlabDeployment } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { requireAccess } from "@/server/gitlab/access";
import { createAgent } from "@/server/gitlab/agents";
import { commitSection, urlOfFile } from "@/server/gitlab/agents-file";
import type { GitlabAccess } from "@/server/gitlab/api";
import { readDeployment, toOutput } from "@/server/gitlab/deployments";
import { exportPersona } from "@/server/gitlab/export-persona";
import { type Project, readProject } from "@/server/gitlab/projects";
import { planVariables, sendVariables } from "@/server/gitlab/provision";
import { replaceOlder } from "@/server/gitlab/replace";
import type { DeployInput, DeployOutput, PersonaExport } from "@/server/gitlab/schema";

/**
 * Deploys a persona to a project: as a Duo agent or, whatever GitLab has against that, as its section of AGENTS.md.
 * Takes the place of its deployment before. Then sends the variables that were named, each with its own outcome.
 * Throws not_found, conflict while GitLab is not connected, validation_failed for a variable that cannot be sent as
 * asked (before anything is deployed), and provider_failed when neither way worked, which is kept as `failed`.
 */
export async function deployPersona(actor: Actor, input: DeployInput): Promise<DeployOutput> {
  requireScope(actor, "gitlab:write");
  requireScope(actor, "personas:read");
  const access = await requireAccess();
  const persona = await exportPersona(input.personaId, input.version);
  const planned = await planVariables(actor, input.personaId, input);
  const project = await readProject(access, input.projectId);
  const row = await begin(actor, input.personaId, persona, project);
  const outcome = await deliver(access, project, input.personaId, persona);
  await db.gitlabDeployment.update({ where: { id: row.id }, data: outcome });
  await recordAudit(actor, "gitlab_deploy", row.id, {
    personaId: row.personaId,
    projectPath: row.projectPath,
    version: row.version,
    status: outcome.status,
  });
  if (outcome.status === "failed")
    throw new AppError("provider_failed", `${persona.name} was not deployed. ${outcome.statusReason}`, {
      extra: { deploymentId: row.id },
    });
  await replaceOlder(access, project, row);
  const variables = await sendVariables(actor, access, row, planned, input.overwrite);
  return { deployment: toOutput(await readDeployment(row.id)), variables };
}

/** Deploys again what a deployment deployed: the same version of the same persona. So one rolls back to an earlier one. */
export async function redeploy(actor: Actor, id: string): Promise<DeployOutput> {
  requireScope(actor, "gitlab:write");
  const { projectId, personaId, version } = await readDeployment(id);
  return deployPersona(actor, {
    projectId,
    personaId,
    ...(version === null ? {} : { version }),
    variables: [],
    unmasked: [],
    overwrite: false,
  });
}

/** The row comes first: whatever cuts this off leaves a trace that can be looked into. */
function begin(
  actor: Actor,
  personaId: string,
  persona: PersonaExport,
  project: Project,
): Promise<GitlabDeployment> {
  return db.gitlabDeployment.create({
    data: {
      id: createId("gitlabDeployment"),
      personaId,
      personaName: persona.name,
      projectId: project.id,
      projectPath: project.path_with_namespace,
      method: "api",
      url: project.web_url,
      status: "unknown",
      statusReason: "Its deployment did not end. Look in GitLab what there is of it.",
      version: persona.version,
      deployedBy: actor.name,
    },
  });
}

async function deliver(access: GitlabAccess, project: Project, personaId: string, persona: PersonaExport) {
  const refused = (error: unknown) => {
    if (error instanceof AppError) return error.message;
    throw error;
  };
  const agent = await createAgent(access, project, personaId, persona).catch(refused);
  if (typeof agent !== "string")
    return { method: "api", status: "active", statusReason: null, agentId: agent.agentId, url: agent.url };
  const file = await commitSection(access, project, personaId, persona).catch(refused);
  if (typeof file !== "string")
    return {
      method: "agents_md",
      status: "file-based",
      statusReason: `Not as an agent: ${agent}`,
      url: urlOfFile(project),
    };
  return { status: "failed", statusReason: `As an agent: ${agent} As a file: ${file}` };
}
