import { z } from "zod";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { requireAccess } from "@/server/gitlab/access";
import { askGitlab, type GitlabAccess } from "@/server/gitlab/api";
import type { PipelineInput, PipelineOutput } from "@/server/gitlab/schema";

const pipeline = z.object({
  id: z.number(),
  status: z.string(),
  ref: z.string().nullish(),
  source: z.string().nullish(),
  sha: z.string().nullish(),
  web_url: z.string(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
});
const trigger = z.object({ id: z.number(), description: z.string().nullish(), token: z.string() });
const ownDescription = "Ensemble";
const latestCount = "20";

/** The project's latest twenty pipelines, newest first. Throws GitlabFault. */
export async function listPipelines(actor: Actor, projectId: number): Promise<PipelineOutput[]> {
  requireScope(actor, "gitlab:read");
  const { data } = await askGitlab(
    await requireAccess(),
    `/projects/${projectId}/pipelines`,
    z.array(pipeline),
    { query: { per_page: latestCount, order_by: "id", sort: "desc" }, what: "the project's pipelines" },
  );
  return data.map((each) => ({
    id: each.id,
    status: each.status,
    ref: each.ref ?? null,
    source: each.source ?? null,
    sha: each.sha ?? null,
    webUrl: each.web_url,
    createdAt: each.created_at ?? null,
    updatedAt: each.updated_at ?? null,
  }));
}

/**
 * Starts a pipeline on a branch or tag, with variables (contracts/personas.md §1.9). Without a trigger token the hub's
 * own is used, which is made when the project has none yet. Throws GitlabFault.
 */
export async function triggerPipeline(
  actor: Actor,
  { projectId, ref, token, variables }: PipelineInput,
): Promise<{ pipelineId: number; webUrl: string }> {
  requireScope(actor, "gitlab:write");
  const access = await requireAccess();
  const form = Object.entries(variables).map(([key, value]) => [`variables[${key}]`, value] as const);
  const { data } = await askGitlab(access, `/projects/${projectId}/trigger/pipeline`, pipeline, {
    method: "POST",
    form: { token: token ?? (await findOwnTrigger(access, projectId)), ref, ...Object.fromEntries(form) },
    what: `a pipeline on ${ref}`,
  });
  await recordAudit(actor, "gitlab_trigger", String(projectId), {
    ref,
    pipelineId: data.id,
    variables: Object.keys(variables),
  });
  return { pipelineId: data.id, webUrl: data.web_url };
}

/** GitLab shows a token whole to whoever made it, and cut to four characters to others. */
async function findOwnTrigger(access: GitlabAccess, projectId: number): Promise<string> {
  const path = `/projects/${projectId}/triggers`;
  const what = "the project's trigger tokens";
  const { data } = await askGitlab(access, path, z.array(trigger), { query: { per_page: "100" }, what });
  const own = data.find(({ description, token }) => description === ownDescription && token.length > 4);
  if (own) return own.token;
  const made = await askGitlab(access, path, trigger, {
    method: "POST",
    json: { description: ownDescription },
    what: "a new trigger token",
  });
  return made.data.token;
}
