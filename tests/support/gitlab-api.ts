import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Answer,
  type Asked,
  answerInProject,
  createGitlabProject,
  type GitlabProject,
} from "./gitlab-project";

type Fault = { status: number; body?: unknown; headers?: Record<string, string> };

export type GitlabApi = {
  url: string;
  /** A personal access token with the scope api. */
  token: string;
  /** "POST /projects/1/variables" and so on, of every request. */
  requests: string[];
  /** Whether this GitLab has an API for Duo agents. */
  hasAgents: (hasThem: boolean) => void;
  addProject: (path: string, accessLevel?: number) => GitlabProject;
  /** Another token of the same person's. */
  addToken: (...scopes: string[]) => string;
  /** No token holds any more, until they do again. */
  revokeTokens: (areRevoked: boolean) => void;
  /** Answers requests that `match` ("POST …/duo/agents") with this until it is lifted. */
  fault: (match: RegExp, fault: Fault) => () => void;
  /** Runs before the next request that matches is answered. */
  before: (match: RegExp, act: () => void) => void;
  stop: () => Promise<void>;
};

/**
 * A server that speaks the part of GitLab's API v4 that personas are deployed by: tokens with scopes, projects with
 * access levels and pages, files, Duo agents, CI/CD variables with GitLab's rules for masking, triggers, pipelines.
 */
export async function startGitlabApi(): Promise<GitlabApi> {
  const projects: GitlabProject[] = [];
  const tokens = new Map<string, string[]>();
  const requests: string[] = [];
  const faults: { match: RegExp; fault: Fault }[] = [];
  const acts: { match: RegExp; act: () => void }[] = [];
  let hasAgents = true;
  let areRevoked = false;
  let url = "";

  const answer = async (request: IncomingMessage): Promise<Answer & { headers?: Record<string, string> }> => {
    const address = new URL(request.url ?? "", url);
    const path = address.pathname.replace(/^\/api\/v4/, "");
    const method = request.method ?? "GET";
    const body = await readBody(request);
    const name = `${method} ${path}`;
    requests.push(name);
    const act = acts.findIndex(({ match }) => match.test(name));
    if (act >= 0) acts.splice(act, 1)[0]?.act();
    const fault = faults.find(({ match }) => match.test(name))?.fault;
    if (fault) return { body: { message: `${fault.status} Fault` }, ...fault };
    const segments = path.split("/").slice(1).map(decodeURIComponent);
    // A trigger token is all that this route asks for.
    const isOpen = segments[2] === "trigger";
    const scopes = areRevoked ? undefined : tokens.get(readToken(request));
    if (!scopes && !isOpen) return { status: 401, body: { message: "401 Unauthorized" } };
    const allowed = method === "GET" ? ["api", "read_api"] : ["api"];
    const isSelf = path === "/personal_access_tokens/self";
    if (!isOpen && !isSelf && !scopes?.some((scope) => allowed.includes(scope)))
      return {
        status: 403,
        body: {
          error: "insufficient_scope",
          error_description: "The request requires higher privileges than provided by the access token.",
          scope: "api",
        },
      };
    if (path === "/user") return { status: 200, body: { id: 7, username: "ada", name: "Ada Lovelace" } };
    if (isSelf) return { status: 200, body: { id: 1, name: "hub", scopes } };
    if (segments[0] !== "projects") return { status: 404, body: { error: "404 Not Found" } };
    if (segments.length === 1) return listProjects(address.searchParams);
    const project = projects.find(({ id }) => String(id) === segments[1]);
    if (!project) return { status: 404, body: { message: "404 Project Not Found" } };
    if (segments.length === 2) return { status: 200, body: describeProject(project) };
    const asked: Asked = { method, rest: segments.slice(2), query: address.searchParams, body };
    if (asked.rest[0] === "duo" && !hasAgents) return { status: 404, body: { error: "404 Not Found" } };
    return answerInProject(url, project, asked) ?? { status: 404, body: { error: "404 Not Found" } };
  };

  const listProjects = (query: URLSearchParams): Answer & { headers: Record<string, string> } => {
    const search = query.get("search")?.toLowerCase() ?? "";
    const found = projects.filter(
      (each) =>
        each.accessLevel >= Number(query.get("min_access_level") ?? 0) &&
        each.path.toLowerCase().includes(search),
    );
    const perPage = Math.min(Number(query.get("per_page") ?? 20), 100);
    const page = Number(query.get("page") ?? 1);
    const isLast = page * perPage >= found.length;
    return {
      status: 200,
      body: found.slice((page - 1) * perPage, page * perPage).map(describeProject),
      headers: {
        "x-total": String(found.length),
        "x-page": String(page),
        "x-per-page": String(perPage),
        "x-next-page": isLast ? "" : String(page + 1),
      },
    };
  };

  const describeProject = (project: GitlabProject) => ({
    id: project.id,
    name: project.name,
    path_with_namespace: project.path,
    description: "",
    web_url: `${url}/${project.path}`,
    default_branch: project.defaultBranch,
    visibility: "private",
    last_activity_at: "2026-11-20T10:00:00.000Z",
  });

  const server = createServer((request, response) => {
    answer(request).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, { status: 500, body: { message: String(error) } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const addToken = (...scopes: string[]) => {
    const token = `glpat-${randomBytes(15).toString("base64url")}`;
    tokens.set(token, scopes);
    return token;
  };
  return {
    url,
    token: addToken("api"),
    requests,
    hasAgents: (hasThem) => {
      hasAgents = hasThem;
    },
    addProject: (path, accessLevel = 40) => {
      const project = createGitlabProject(path, accessLevel);
      projects.push(project);
      return project;
    },
    addToken,
    revokeTokens: (are) => {
      areRevoked = are;
    },
    fault: (match, fault) => {
      const entry = { match, fault };
      faults.push(entry);
      return () => void faults.splice(faults.indexOf(entry), 1);
    },
    before: (match, act) => void acts.push({ match, act }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function readToken({ headers }: IncomingMessage): string {
  const own = headers["private-token"];
  return typeof own === "string" ? own : (/^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "");
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return {};
  if (request.headers["content-type"]?.startsWith("application/json"))
    return JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(new URLSearchParams(text));
}

function send(
  response: ServerResponse,
  { status, body, headers = {} }: Answer & { headers?: Record<string, string> },
): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(body === undefined ? "" : JSON.stringify(body));
}
