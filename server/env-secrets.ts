import type { KeyRing } from "@/server/key-ring";

/** Variables whose whole value is a secret. */
const secretNames = [
  "TEAM_API_KEY",
  "NEXTAUTH_SECRET",
  "GH_OAUTH_CLIENT_SECRET",
  "GITLAB_WEBHOOK_SECRET",
  "GITHUB_WEBHOOK_SECRET",
  "SLACK_SIGNING_SECRET",
  "STRIPE_WEBHOOK_SECRET",
  "STANDARD_WEBHOOK_SECRET",
  "WORKER_TOKEN",
  "GITLAB_TOKEN",
  "GITHUB_TOKEN",
  "ANTHROPIC_API_KEY",
  "CLAUDE_TOKEN",
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
] as const;
/** Variables that are URLs and may hold a password. */
const urlNames = ["DATABASE_URL", "SMTP_URL"] as const;

type Source = { readonly [Name in (typeof secretNames)[number] | (typeof urlNames)[number]]?: unknown } & {
  keyRing: KeyRing;
};

/** The secrets that the environment holds: keys, tokens, passwords in URLs, and every key of the ring. */
export function listEnvSecrets(source: Source): string[] {
  const whole = secretNames.map((name) => source[name]);
  const keys = [...source.keyRing.keys.values()].map((key) => key.toString("hex"));
  const passwords = urlNames.map((name) => readPassword(source[name]));
  return [...whole, ...keys, ...passwords].filter((value): value is string => typeof value === "string");
}

/** A password that repeats what else stands in its URL, or is the word itself, would take innocent text with it. */
function readPassword(text: unknown): string | null {
  if (typeof text !== "string" || !URL.canParse(text)) return null;
  const { username, password, hostname, pathname } = new URL(text);
  const innocent = ["", "password", "postgres", username, hostname, pathname.slice(1)];
  return innocent.includes(password) ? null : decodePassword(password);
}

function decodePassword(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
