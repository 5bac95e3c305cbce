import { z } from "zod";
import { listAgents } from "@/server/gitlab/agents";
import { deployPersona, redeploy } from "@/server/gitlab/deploy";
import { checkDeployment, getDeployment, listDeployments } from "@/server/gitlab/deployments";
import { previewExport } from "@/server/gitlab/export-persona";
import { listCiTemplates } from "@/server/gitlab/list-ci-templates";
import { listPipelines, triggerPipeline } from "@/server/gitlab/pipelines";
import { getProject, listProjects } from "@/server/gitlab/projects";
import { provisionVariables } from "@/server/gitlab/provision";
import {
  agentsOutput,
  byId,
  byPersona,
  byProject,
  ciTemplate,
  connectInput,
  connectionStatus,
  deployInput,
  deploymentList,
  deploymentOutput,
  deployOutput,
  exportInput,
  exportOutput,
  noInput,
  pipelineInput,
  pipelineOutput,
  projectList,
  projectOutput,
  provisionInput,
  revokeInput,
  revokeOutput,
  triggeredOutput,
  undeployInput,
  userOutput,
} from "@/server/gitlab/schema";
import { connect, disconnect, getConnection, getUser } from "@/server/gitlab/service";
import { revokeVariables, undeploy } from "@/server/gitlab/undeploy";
import { pageOf } from "@/server/page-input";
import { createRouter, type RestMeta, verb } from "@/server/trpc/init";

const rest = (
  method: RestMeta["method"],
  path: string,
  summary: string,
  more: Partial<RestMeta> = {},
): { rest: RestMeta } => ({ rest: { method, path: `/api/gitlab${path}`, summary, tag: "GitLab", ...more } });

export const gitlabRouter = createRouter({
  connection: verb
    .meta(rest("GET", "/connection", "Whether GitLab is connected, and where"))
    .input(noInput)
    .output(connectionStatus)
    .query(({ ctx }) => getConnection(ctx.actor)),
  connect: verb
    .meta(rest("POST", "/connection", "Connect GitLab with a token, which is tried first"))
    .input(connectInput)
    .output(connectionStatus)
    .mutation(({ ctx, input }) => connect(ctx.actor, input)),
  disconnect: verb
    .meta(rest("DELETE", "/connection", "Forget the token of GitLab"))
    .input(noInput)
    .output(connectionStatus)
    .mutation(({ ctx }) => disconnect(ctx.actor)),
  user: verb
    .meta(rest("GET", "/user", "Ask GitLab whom the token stands for"))
    .input(noInput)
    .output(userOutput)
    .query(({ ctx }) => getUser(ctx.actor)),
  projects: verb
    .meta(rest("GET", "/projects", "List the projects that personas can be deployed to", { list: true }))
    .input(projectList)
    .output(pageOf(projectOutput))
    .query(({ ctx, input }) => listProjects(ctx.actor, input)),
  project: verb
    .meta(rest("GET", "/projects/{projectId}", "Read a project"))
    .input(byProject)
    .output(projectOutput)
    .query(({ ctx, input }) => getProject(ctx.actor, input.projectId)),
  agents: verb
    .meta(rest("GET", "/projects/{projectId}/agents", "List the Duo agents of a project"))
    .input(byProject)
    .output(agentsOutput)
    .query(({ ctx, input }) => listAgents(ctx.actor, input.projectId)),
  pipelines: verb
    .meta(rest("GET", "/projects/{projectId}/pipelines", "List the latest pipelines of a project"))
    .input(byProject)
    .output(z.array(pipelineOutput))
    .query(({ ctx, input }) => listPipelines(ctx.actor, input.projectId)),
  triggerPipeline: verb
    .meta(rest("POST", "/projects/{projectId}/pipelines", "Start a pipeline", { status: 201 }))
    .input(pipelineInput)
    .output(triggeredOutput)
    .mutation(({ ctx, input }) => triggerPipeline(ctx.actor, input)),
  ciTemplates: verb
    .meta(rest("GET", "/ci-templates", "CI/CD jobs that call a persona: code review, triage, release notes"))
    .input(byPersona)
    .output(z.array(ciTemplate))
    .query(({ ctx, input }) => listCiTemplates(ctx.actor, input.personaId)),
  export: verb
    .meta(rest("GET", "/export", "What would be deployed of a persona"))
    .input(exportInput)
    .output(exportOutput)
    .query(({ ctx, input }) => previewExport(ctx.actor, input)),
  deployments: verb
    .meta(rest("GET", "/deployments", "List deployments, newest first", { list: true }))
    .input(deploymentList)
    .output(pageOf(deploymentOutput))
    .query(({ ctx, input }) => listDeployments(ctx.actor, input)),
  deployment: verb
    .meta(rest("GET", "/deployments/{id}", "Read a deployment"))
    .input(byId)
    .output(deploymentOutput)
    .query(({ ctx, input }) => getDeployment(ctx.actor, input.id)),
  deploy: verb
    .meta(rest("POST", "/deployments", "Deploy a persona to a project", { status: 201 }))
    .input(deployInput)
    .output(deployOutput)
    .mutation(({ ctx, input }) => deployPersona(ctx.actor, input)),
  redeploy: verb
    .meta(
      rest("POST", "/deployments/{id}/redeploy", "Deploy the same version of the same persona again", {
        status: 201,
      }),
    )
    .input(byId)
    .output(deployOutput)
    .mutation(({ ctx, input }) => redeploy(ctx.actor, input.id)),
  check: verb
    .meta(rest("POST", "/deployments/{id}/check", "Look in GitLab whether a deployment still stands"))
    .input(byId)
    .output(deploymentOutput)
    .mutation(({ ctx, input }) => checkDeployment(ctx.actor, input.id)),
  undeploy: verb
    .meta(rest("DELETE", "/deployments/{id}", "Take a deployment out of GitLab"))
    .input(undeployInput)
    .output(revokeOutput)
    .mutation(({ ctx, input }) => undeploy(ctx.actor, input)),
  provision: verb
    .meta(rest("POST", "/deployments/{id}/variables", "Send credential fields as CI/CD variables"))
    .input(provisionInput)
    .output(deployOutput)
    .mutation(({ ctx, input }) => provisionVariables(ctx.actor, input)),
  revoke: verb
    .meta(rest("POST", "/deployments/{id}/variables/revoke", "Remove CI/CD variables that were sent"))
    .input(revokeInput)
    .output(revokeOutput)
    .mutation(({ ctx, input }) => revokeVariables(ctx.actor, input)),
});
