import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { dropSection, hasSection, putSection, writeSection } from "@/server/gitlab/agents-section";
import { askGitlab, callGitlab, type GitlabAccess } from "@/server/gitlab/api";
import { GitlabFault, isMissing } from "@/server/gitlab/fault";
import type { Project } from "@/server/gitlab/projects";
import type { PersonaExport } from "@/server/gitlab/schema";

const path = "AGENTS.md";
const file = z.object({ content: z.string(), encoding: z.string(), last_commit_id: z.string() });
const mostTries = 4;

/** Where a person finds the file in GitLab. */
export function urlOfFile(project: Project): string {
  return `${project.web_url}/-/blob/${branchOf(project)}/${path}`;
}

/**
 * Commits a persona's section to AGENTS.md on the default branch: PUT, or POST where there is no such file yet. What
 * else stands in it stays, also what somebody commits at the same moment. Throws GitlabFault.
 */
export function commitSection(
  access: GitlabAccess,
  project: Project,
  personaId: string,
  persona: PersonaExport,
): Promise<void> {
  const section = writeSection(personaId, persona);
  return changeFile(access, project, `Deploy ${persona.name} from Ensemble`, (text) =>
    putSection(text, personaId, section),
  );
}

/** Takes a persona's section out again, and the file with it when nothing else is left. Throws GitlabFault. */
export function removeSection(
  access: GitlabAccess,
  project: Project,
  personaId: string,
  personaName: string,
): Promise<void> {
  return changeFile(access, project, `Undeploy ${personaName}, deployed from Ensemble`, (text) =>
    dropSection(text, personaId),
  );
}

/** Whether the persona's section stands in the file. Throws GitlabFault. */
export async function isSectionThere(
  access: GitlabAccess,
  project: Project,
  personaId: string,
): Promise<boolean> {
  const current = await readFile(access, project);
  return current !== null && hasSection(current.text, personaId);
}

/** `change` returns null to leave the file as it is, and empty text to remove it. */
async function changeFile(
  access: GitlabAccess,
  project: Project,
  message: string,
  change: (text: string) => string | null,
): Promise<void> {
  for (let tried = 1; ; tried++) {
    const current = await readFile(access, project);
    const next = change(current?.text ?? "");
    if (next === null || next === current?.text) return;
    try {
      return await commit(access, project, message, next, current?.lastCommitId ?? null);
    } catch (error) {
      // Somebody committed in between: GitLab refuses to write over what was not read.
      if (!(error instanceof GitlabFault) || error.status !== 400 || tried === mostTries) throw error;
      await delay(100 * tried);
    }
  }
}

async function commit(
  access: GitlabAccess,
  project: Project,
  message: string,
  content: string,
  lastCommitId: string | null,
): Promise<void> {
  const branch = branchOf(project);
  const method = lastCommitId === null ? "POST" : content === "" ? "DELETE" : "PUT";
  await callGitlab(access, pathOf(project), {
    method,
    json: {
      branch,
      commit_message: message,
      ...(method === "DELETE" ? {} : { content }),
      ...(lastCommitId === null ? {} : { last_commit_id: lastCommitId }),
    },
    what: `a commit of ${path} to ${branch}`,
  });
}

async function readFile(
  access: GitlabAccess,
  project: Project,
): Promise<{ text: string; lastCommitId: string } | null> {
  try {
    const { data } = await askGitlab(access, pathOf(project), file, {
      query: { ref: branchOf(project) },
      what: path,
    });
    const text =
      data.encoding === "base64" ? Buffer.from(data.content, "base64").toString("utf8") : data.content;
    return { text, lastCommitId: data.last_commit_id };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function pathOf({ id }: Project): string {
  return `/projects/${id}/repository/files/${encodeURIComponent(path)}`;
}

/** A repository without commits has no default branch yet; the first commit makes it. */
function branchOf({ default_branch: branch }: Project): string {
  return branch || "main";
}
