import { z } from "zod";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { requireAccess } from "@/server/gitlab/access";
import { askGitlab, callGitlab, type GitlabAccess } from "@/server/gitlab/api";
import { GitlabFault, isMissing } from "@/server/gitlab/fault";
import { type Project, readProject } from "@/server/gitlab/projects";
import type { agentsOutput, PersonaExport } from "@/server/gitlab/schema";

const agent = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  name: z.string().nullish(),
  description: z.string().nullish(),
  web_url: z.string().nullish(),
});

/**
 * The agents that a project has in GitLab, ours and others. A GitLab without Duo's API for agents answers with a
 * refusal, which is told as such. Throws GitlabFault when it cannot be asked at all.
 */
export async function listAgents(actor: Actor, projectId: number): Promise<z.infer<typeof agentsOutput>> {
  requireScope(actor, "gitlab:read");
  const access = await requireAccess();
  const project = await readProject(access, projectId);
  const found = await askGitlab(access, pathOf(projectId), z.array(agent), {
    query: { per_page: "100" },
    what: "the project's agents",
  }).catch((error: unknown) => {
    if (error instanceof GitlabFault && (error.status === 404 || error.status === 403)) return error;
    throw error;
  });
  if (found instanceof GitlabFault) return { isSupported: false, reason: found.message, items: [] };
  const ids = found.data.map(({ id }) => id);
  const ours = await db.gitlabDeployment.findMany({
    where: { projectId, agentId: { in: ids }, undeployedAt: null },
  });
  return {
    isSupported: true,
    reason: null,
    items: found.data.map((each) => ({
      id: each.id,
      name: each.name ?? each.id,
      description: each.description ?? null,
      url: each.web_url ?? urlOfAgent(project, each.id),
      deploymentId: ours.find(({ agentId }) => agentId === each.id)?.id ?? null,
    })),
  };
}

/** Makes a Duo agent of a persona. Throws GitlabFault. */
export async function createAgent(
  access: GitlabAccess,
  project: Project,
  personaId: string,
  persona: PersonaExport,
): Promise<{ agentId: string; url: string }> {
  const { data } = await askGitlab(access, pathOf(project.id), agent, {
    method: "POST",
    json: {
      name: persona.name,
      description: persona.description,
      system_prompt: persona.systemPrompt,
      model: persona.model,
      tools: persona.tools,
      metadata: { source: "personas-desktop", version: String(persona.version), persona_id: personaId },
    },
    what: "a new agent",
  });
  return { agentId: data.id, url: data.web_url ?? urlOfAgent(project, data.id) };
}

/** Removes an agent; one that is gone already is no fault. Throws GitlabFault. */
export async function removeAgent(access: GitlabAccess, projectId: number, agentId: string): Promise<void> {
  try {
    await callGitlab(access, `${pathOf(projectId)}/${encodeURIComponent(agentId)}`, {
      method: "DELETE",
      what: `the agent ${agentId}`,
    });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Whether GitLab has the agent. Throws GitlabFault. */
export async function isAgentThere(
  access: GitlabAccess,
  projectId: number,
  agentId: string,
): Promise<boolean> {
  try {
    await askGitlab(access, `${pathOf(projectId)}/${encodeURIComponent(agentId)}`, agent, {
      what: `the agent ${agentId}`,
    });
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function pathOf(projectId: number): string {
  return `/projects/${projectId}/duo/agents`;
}

function urlOfAgent({ web_url: url }: Project, agentId: string): string {
  return `${url}/-/automate/agents/${encodeURIComponent(agentId)}`;
}
