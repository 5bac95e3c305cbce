import { createHash, randomBytes, randomInt } from "node:crypto";

export type GitlabVariable = {
  variable_type: string;
  key: string;
  value: string;
  protected: boolean;
  masked: boolean;
  raw: boolean;
};
export type GitlabAgent = { id: number; web_url: string } & Record<string, unknown>;
export type GitlabFile = { content: string; lastCommitId: string };
export type GitlabPipeline = {
  id: number;
  status: string;
  ref: string;
  source: string;
  sha: string;
  web_url: string;
  created_at: string;
  updated_at: string;
  variables: Record<string, string>;
};
export type GitlabProject = {
  id: number;
  path: string;
  name: string;
  /** What the token's owner may do in it: 30 developer, 40 maintainer. */
  accessLevel: number;
  defaultBranch: string | null;
  agents: GitlabAgent[];
  /** On the default branch, by path. */
  files: Map<string, GitlabFile>;
  commits: { message: string; action: string; path: string }[];
  variables: Map<string, GitlabVariable>;
  triggers: { id: number; description: string; token: string; owner: string }[];
  pipelines: GitlabPipeline[];
};
export type Answer = { status: number; body?: unknown };
export type Asked = { method: string; rest: string[]; query: URLSearchParams; body: Record<string, unknown> };

const maintainer = 40;

export function createGitlabProject(path: string, accessLevel: number): GitlabProject {
  return {
    id: randomInt(1_000, 900_000),
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    accessLevel,
    defaultBranch: "main",
    agents: [],
    files: new Map(),
    commits: [],
    variables: new Map(),
    triggers: [],
    pipelines: [],
  };
}

/** Answers what is asked beneath /projects/:id, as GitLab does. Null for a route it has not got. */
export function answerInProject(url: string, project: GitlabProject, asked: Asked): Answer | null {
  const [first, second] = asked.rest;
  if (first === "repository" && second === "files") return answerFile(project, asked);
  if (first === "duo" && second === "agents") return answerAgents(url, project, asked);
  if (first === "variables") return requireMaintainer(project) ?? answerVariables(project, asked);
  if (first === "triggers") return requireMaintainer(project) ?? answerTriggers(project, asked);
  if (first === "trigger" && second === "pipeline") return answerTrigger(url, project, asked);
  if (first === "pipelines") return { status: 200, body: project.pipelines.toReversed() };
  return null;
}

function requireMaintainer({ accessLevel }: GitlabProject): Answer | null {
  return accessLevel < maintainer ? { status: 403, body: { message: "403 Forbidden" } } : null;
}

function answerAgents(url: string, project: GitlabProject, { method, rest, body }: Asked): Answer | null {
  const id = rest[2];
  if (id === undefined) {
    if (method === "GET") return { status: 200, body: project.agents };
    if (typeof body.name !== "string" || typeof body.system_prompt !== "string")
      return { status: 400, body: { error: "name is missing, system_prompt is missing" } };
    const made = randomInt(1, 900_000);
    const agent = { ...body, id: made, web_url: `${url}/${project.path}/-/automate/agents/${made}` };
    project.agents.push(agent);
    return { status: 201, body: agent };
  }
  const index = project.agents.findIndex((agent) => String(agent.id) === id);
  if (index < 0) return { status: 404, body: { message: "404 Agent Not Found" } };
  if (method === "GET") return { status: 200, body: project.agents[index] };
  project.agents.splice(index, 1);
  return { status: 204 };
}

function answerFile(project: GitlabProject, { method, rest, query, body }: Asked): Answer | null {
  const path = rest[2] ?? "";
  const branch = method === "GET" ? query.get("ref") : body.branch;
  if (project.defaultBranch !== null && branch !== project.defaultBranch)
    return { status: 400, body: { message: "You can only create or edit files when you are on a branch" } };
  const file = project.files.get(path);
  if (method === "GET") {
    if (!file) return { status: 404, body: { message: "404 File Not Found" } };
    const content = Buffer.from(file.content).toString("base64");
    return {
      status: 200,
      body: { file_path: path, encoding: "base64", content, ref: branch, last_commit_id: file.lastCommitId },
    };
  }
  if (typeof body.commit_message !== "string")
    return { status: 400, body: { error: "commit_message is missing" } };
  if (method === "POST" && file)
    return { status: 400, body: { message: "A file with this name already exists" } };
  if (method !== "POST" && !file)
    return { status: 400, body: { message: "A file with this name doesn't exist" } };
  if (body.last_commit_id !== undefined && body.last_commit_id !== file?.lastCommitId)
    return {
      status: 400,
      body: { message: "You are attempting to update a file that has changed since you started editing it." },
    };
  const lastCommitId = createHash("sha1").update(randomBytes(8)).digest("hex");
  if (method === "DELETE") project.files.delete(path);
  else project.files.set(path, { content: String(body.content), lastCommitId });
  project.defaultBranch ??= String(branch);
  project.commits.push({ message: body.commit_message, action: method, path });
  if (method === "DELETE") return { status: 204 };
  return { status: method === "POST" ? 201 : 200, body: { file_path: path, branch } };
}

function answerVariables(project: GitlabProject, { method, rest, body }: Asked): Answer | null {
  const key = rest[1];
  if (key === undefined) {
    if (method === "GET") return { status: 200, body: [...project.variables.values()] };
    if (typeof body.key !== "string" || typeof body.value !== "string")
      return { status: 400, body: { error: "key is missing, value is missing" } };
    if (project.variables.has(body.key))
      return { status: 400, body: { message: { key: [`(${body.key}) has already been taken`] } } };
    return keepVariable(project, { ...emptyVariable, ...readVariable(body), key: body.key }, 201);
  }
  const variable = project.variables.get(key);
  if (!variable) return { status: 404, body: { message: "404 Variable Not Found" } };
  if (method === "GET") return { status: 200, body: variable };
  if (method === "PUT") return keepVariable(project, { ...variable, ...readVariable(body), key }, 200);
  project.variables.delete(key);
  return { status: 204 };
}

const emptyVariable = { variable_type: "env_var", value: "", protected: false, masked: false, raw: false };
/** What GitLab can mask: a value that it expands from few characters alone, one that it does not without spaces. */
const maskable = { expanded: /^[a-zA-Z0-9_+=/@:.~-]{8,}$/, raw: /^\S{8,}$/ };

function keepVariable(project: GitlabProject, variable: GitlabVariable, status: number): Answer {
  if (!/^[A-Za-z0-9_]{1,255}$/.test(variable.key))
    return { status: 400, body: { message: { key: ["can contain only letters, digits and '_'."] } } };
  if (variable.value.length > 10_000)
    return { status: 400, body: { message: { value: ["is too long (maximum is 10000 characters)"] } } };
  const rule = variable.raw ? maskable.raw : maskable.expanded;
  if (variable.masked && !rule.test(variable.value))
    return { status: 400, body: { message: { value: ["is invalid"] } } };
  project.variables.set(variable.key, variable);
  return { status, body: variable };
}

function readVariable(body: Record<string, unknown>): Partial<GitlabVariable> {
  const known = ["variable_type", "value", "protected", "masked", "raw"];
  return Object.fromEntries(Object.entries(body).filter(([name]) => known.includes(name)));
}

function answerTriggers(project: GitlabProject, { method, body }: Asked): Answer | null {
  if (method === "GET")
    return {
      status: 200,
      body: project.triggers.map((each) =>
        each.owner === "us" ? each : { ...each, token: each.token.slice(0, 4) },
      ),
    };
  if (typeof body.description !== "string") return { status: 400, body: { error: "description is missing" } };
  const token = `glptt-${randomBytes(20).toString("hex")}`;
  const trigger = { id: randomInt(1, 900_000), description: body.description, token, owner: "us" };
  project.triggers.push(trigger);
  return { status: 201, body: trigger };
}

function answerTrigger(url: string, project: GitlabProject, { body }: Asked): Answer | null {
  if (!project.triggers.some(({ token }) => token === body.token))
    return { status: 404, body: { message: "404 Not Found" } };
  if (body.ref !== project.defaultBranch)
    return { status: 400, body: { message: { base: ["Reference not found"] } } };
  const id = randomInt(1_000, 900_000);
  const variables = Object.entries(body).flatMap(([name, value]) => {
    const key = /^variables\[(\w+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, String(value)] as const];
  });
  const at = new Date().toISOString();
  const pipeline = {
    id,
    status: "created",
    ref: String(body.ref),
    source: "trigger",
    sha: createHash("sha1").update(String(id)).digest("hex"),
    web_url: `${url}/${project.path}/-/pipelines/${id}`,
    created_at: at,
    updated_at: at,
    variables: Object.fromEntries(variables),
  };
  project.pipelines.push(pipeline);
  return { status: 201, body: pipeline };
}
