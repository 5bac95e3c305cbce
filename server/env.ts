import { readFileSync } from "node:fs";
import { z } from "zod";
import { listEnvSecrets } from "@/server/env-secrets";
import { parseKeyRing } from "@/server/key-ring";
import { rememberSecrets } from "@/server/known-secrets";
import { parseAllowedHosts } from "@/server/safe-fetch-allow";
import { refuseWeakSecret } from "@/server/weak-secret";

const port = z.coerce.number().int().min(0).max(65_535);
const secret = z.string().superRefine((value, context) => {
  const problem = refuseWeakSecret(value);
  if (problem) context.addIssue({ code: "custom", message: problem });
});
const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
  .transform((url) => url.replace(/\/+$/, ""));
const positive = z.coerce.number().int().min(1);
const waits = z
  .string()
  .transform((text) => text.split(",").map(Number))
  .pipe(z.array(z.number().min(0).max(604_800)).min(1).max(20));
const hosts = z.string().transform((text, context) => {
  try {
    return parseAllowedHosts(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
    return z.NEVER;
  }
});

/** Every variable this version reads, with what `.env.example` and the error line say of it. */
const variables = {
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: httpUrl.optional(),
  ENSEMBLE_DATA_DIR: z.string().default(".ensemble"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must begin with postgresql://"),
  DATABASE_POOL_SIZE: positive.max(100).default(10),
  MASTER_KEY: z.string().optional(),
  MASTER_KEYS: z.string().optional(),
  TEAM_API_KEY: secret,
  NEXTAUTH_SECRET: secret,
  GH_OAUTH_CLIENT_ID: z.string().optional(),
  GH_OAUTH_CLIENT_SECRET: z.string().optional(),
  GH_ALLOWED_USERS: z.string().default(""),
  GITLAB_WEBHOOK_SECRET: secret.optional(),
  GITHUB_WEBHOOK_SECRET: secret.optional(),
  SLACK_SIGNING_SECRET: secret.optional(),
  STRIPE_WEBHOOK_SECRET: secret.optional(),
  STANDARD_WEBHOOK_SECRET: secret.optional(),
  WORKER_TOKEN: secret.optional(),
  WORKER_LEASE_MS: positive.max(600_000).default(30_000),
  CLAUDE_OAUTH_CLIENT_ID: z.string().optional(),
  CLAUDE_OAUTH_AUTHORIZE_URL: httpUrl.optional(),
  CLAUDE_OAUTH_TOKEN_URL: httpUrl.optional(),
  CLAUDE_OAUTH_REVOKE_URL: httpUrl.optional(),
  CLAUDE_OAUTH_REDIRECT_URL: httpUrl.optional(),
  GITLAB_TOKEN: z.string().optional(),
  GITLAB_URL: httpUrl.default("https://gitlab.com"),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://")
    .optional(),
  SMTP_FROM: z.string().optional(),
  GITHUB_TOKEN: z.string().optional(),
  GITHUB_API_URL: httpUrl.default("https://api.github.com"),
  SAFE_FETCH_ALLOW: hosts.default([]),
  ENDPOINT_RETRY_SECONDS: waits.default([0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]),
  ANTHROPIC_API_KEY: z.string().optional(),
  CLAUDE_TOKEN: z.string().optional(),
  ANTHROPIC_BASE_URL: httpUrl.optional(),
  ENSEMBLE_MODEL: z.string().optional(),
  ENSEMBLE_ENGINE: z.enum(["embedded", "inngest"]).default("inngest"),
  ENGINE_PORT: port.default(0),
  INNGEST_BASE_URL: httpUrl.optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  EXECUTION_QUEUE_MAX: positive.max(1_000_000).default(1_000),
  RETENTION_DAYS: positive.max(3650).default(30),
  RESTART_WAIT_MS: positive.default(30_000),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
};

const purposes: Record<keyof typeof variables, string> = {
  PORT: "the port of the web server, for example 3000",
  HOST: "the address the web server listens on, for example 127.0.0.1",
  PUBLIC_URL: "the address people and webhooks reach the hub at, for example https://hub.example.com",
  ENSEMBLE_DATA_DIR: "the folder for data, secrets and logs, for example .ensemble",
  DATABASE_URL: "Postgres with pgvector, for example postgresql://user:password@localhost:5432/ensemble",
  DATABASE_POOL_SIZE: "connections per process, for example 10",
  MASTER_KEY: "encrypts stored secrets: 64 hex digits, for example the output of `openssl rand -hex 32`",
  MASTER_KEYS: "the key ring, first one active, for example 2026b:<64 hex digits>,2026a:<64 hex digits>",
  TEAM_API_KEY: "the bearer key of the REST API, for example dac_ and the output of `openssl rand -hex 24`",
  NEXTAUTH_SECRET: "signs sessions, for example the output of `openssl rand -hex 32`",
  GH_OAUTH_CLIENT_ID: "sign-in with GitHub: the OAuth app's client id, for example Ov23li0123456789abcd",
  GH_OAUTH_CLIENT_SECRET: "sign-in with GitHub: the OAuth app's client secret, for example 40 hex digits",
  GH_ALLOWED_USERS: "GitHub logins that may sign in, for example ada,grace",
  GITLAB_WEBHOOK_SECRET:
    "the secret token of GitLab webhooks, for example the output of `openssl rand -hex 24`",
  GITHUB_WEBHOOK_SECRET: "the secret of GitHub webhooks, for example the output of `openssl rand -hex 24`",
  SLACK_SIGNING_SECRET: "the signing secret of a Slack app, from its Basic Information page",
  STRIPE_WEBHOOK_SECRET: "the signing secret of a Stripe webhook endpoint, for example whsec_ and 32 letters",
  STANDARD_WEBHOOK_SECRET:
    "the secret of a Standard Webhooks sender, for example whsec_ and 32 bytes in base64",
  WORKER_TOKEN: "the bearer of workers, for example the output of `openssl rand -hex 24`",
  WORKER_LEASE_MS:
    "after how many milliseconds without a sign a worker counts as lost, for example 30000 (a worker gives three in that time)",
  CLAUDE_OAUTH_CLIENT_ID: "connects Claude by sign-in: the OAuth client's id, from its provider",
  CLAUDE_OAUTH_AUTHORIZE_URL:
    "where a person agrees to connect Claude, for example https://claude.ai/oauth/authorize",
  CLAUDE_OAUTH_TOKEN_URL:
    "where a code becomes a token, for example https://console.anthropic.com/v1/oauth/token",
  CLAUDE_OAUTH_REVOKE_URL:
    "where a token is given up on disconnecting (RFC 7009), for example https://id.example.com/oauth/revoke",
  CLAUDE_OAUTH_REDIRECT_URL:
    "the way back that the OAuth client is registered with, when it is not <PUBLIC_URL>/api/oauth/callback, for example https://hub.example.com/api/oauth/callback",
  GITLAB_TOKEN: "deploys personas to GitLab, for example a personal access token with the scope api",
  GITLAB_URL: "your GitLab, for example https://gitlab.example.com",
  SMTP_URL: "sends messages by e-mail, for example smtps://user:password@mail.example.com:465",
  SMTP_FROM: "the sender of e-mails, for example Ensemble <hub@example.com>",
  GITHUB_TOKEN: "asks GitHub for missed webhooks, for example a token that may read a repository's webhooks",
  GITHUB_API_URL: "GitHub's API, for example https://github.example.com/api/v3",
  SAFE_FETCH_ALLOW:
    "the hosts that may be fetched from although their address is private, for example gitlab.internal:8443,127.0.0.1",
  ENDPOINT_RETRY_SECONDS:
    "the waits in seconds before each attempt to send an outgoing webhook, for example 0,5,300,1800,7200,18000,36000,36000",
  ANTHROPIC_API_KEY: "the key for Claude, from console.anthropic.com",
  CLAUDE_TOKEN: "another name for ANTHROPIC_API_KEY",
  ANTHROPIC_BASE_URL: "a server that speaks the Messages API, for example http://127.0.0.1:8080",
  ENSEMBLE_MODEL: "the model used when neither persona nor Settings name one, for example claude-sonnet-5-5",
  ENSEMBLE_ENGINE: "which engine runs the functions, for example embedded; set by the start script",
  ENGINE_PORT: "the port of the embedded engine, for example 8288; set by the start script",
  INNGEST_BASE_URL: "an Inngest server, for example https://inngest.example.com; needs both INNGEST keys",
  INNGEST_EVENT_KEY: "the key that events are sent with, for example the one under Manage → Event keys",
  INNGEST_SIGNING_KEY: "the Inngest signing key, for example signkey-prod-<hex>",
  EXECUTION_QUEUE_MAX:
    "how many executions may wait for a place or a worker before direct requests are refused, for example 1000",
  RETENTION_DAYS: "days that executions are kept, for example 30",
  RESTART_WAIT_MS:
    "the longest that a process of `npm start` which keeps dying waits before it is started again, for example 30000",
  LOG_LEVEL: "how much is logged: trace, debug, info, warn, error or silent, for example info",
};

const schema = z.object(variables);

export type Env = Omit<z.infer<typeof schema>, "PUBLIC_URL"> & {
  PUBLIC_URL: string;
  keyRing: ReturnType<typeof parseKeyRing>;
};

let parsed: Env | undefined;

/** The environment, parsed on first use and then fixed. Throws one line naming what is wrong. */
export function env(): Env {
  if (!parsed) {
    parsed = loadEnv(process.env);
    rememberSecrets(listEnvSecrets(parsed));
  }
  return parsed;
}

/**
 * Reads variables from `source`, each also as `NAME_FILE` (a path whose trimmed content is the value).
 * Throws an Error of one line: the variable, what it is for and an example.
 */
export function loadEnv(source: Record<string, string | undefined>): Env {
  const given: Record<string, string> = {};
  for (const name of Object.keys(variables)) {
    const value = source[name] || readFromFile(name, source[`${name}_FILE`]);
    if (value) given[name] = value;
  }
  const result = schema.safeParse(given);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0]);
    throw new Error(
      describeProblem(name, given[name] === undefined ? "is missing" : (issue?.message ?? "is malformed")),
    );
  }
  const values = result.data;
  if (values.INNGEST_BASE_URL && !(values.INNGEST_EVENT_KEY && values.INNGEST_SIGNING_KEY)) {
    const missing = values.INNGEST_EVENT_KEY ? "INNGEST_SIGNING_KEY" : "INNGEST_EVENT_KEY";
    throw new Error(describeProblem(missing, "is missing, although INNGEST_BASE_URL is set"));
  }
  if (values.GH_OAUTH_CLIENT_ID && !values.GH_ALLOWED_USERS) {
    throw new Error(
      describeProblem("GH_ALLOWED_USERS", "is missing, so that nobody could sign in with GitHub"),
    );
  }
  return {
    ...values,
    ANTHROPIC_API_KEY: values.ANTHROPIC_API_KEY ?? values.CLAUDE_TOKEN,
    PUBLIC_URL: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    keyRing: readKeyRing(values.MASTER_KEY, values.MASTER_KEYS),
  };
}

function readFromFile(name: string, path: string | undefined): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw new Error(`${name}_FILE names ${path}, which cannot be read.`);
  }
}

function readKeyRing(single: string | undefined, ring: string | undefined): ReturnType<typeof parseKeyRing> {
  const name = ring ? "MASTER_KEYS" : "MASTER_KEY";
  try {
    return parseKeyRing(ring ?? (single ? `main:${single}` : ""));
  } catch (error) {
    throw new Error(describeProblem(name, single || ring ? String((error as Error).message) : "is missing"));
  }
}

function describeProblem(name: string, problem: string): string {
  const purpose = purposes[name as keyof typeof purposes];
  return `${name} ${problem}. It is ${purpose}.`;
}
