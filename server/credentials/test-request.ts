import type { CredentialContent } from "@/server/credentials/fields";

export type TestRequest = { url: string | null; headers: Record<string, string> };

const tokenFields = [
  "token",
  "access_token",
  "accessToken",
  "api_key",
  "apiKey",
  "bot_token",
  "key",
  "value",
];
const userFields = ["username", "user", "email", "login"];
const passwordFields = ["password", "api_token", "apiToken", ...tokenFields];

/**
 * The request that tries a credential: how each known service wants it, a bearer for any other. Its URL is the one at
 * which the service says who one is, or null where that is not known. Null when the credential holds nothing to send.
 */
export function planTest(
  serviceType: string,
  content: CredentialContent,
  bases: { github: string; gitlab: string },
): TestRequest | null {
  const fields: Record<string, string> = typeof content === "string" ? { value: content } : content;
  const token = pick(fields, tokenFields) ?? Object.values(fields)[0];
  const user = pick(fields, userFields);
  const password = pick(fields, passwordFields);
  const bearer = token ? { authorization: `Bearer ${token}` } : null;
  const basic =
    user && password
      ? { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` }
      : null;
  const named = (name: string) => (token ? { [name]: token } : null);
  const plans: Record<string, { url: string | null; headers: Record<string, string> | null }> = {
    github: { url: `${bases.github}/user`, headers: bearer },
    gitlab: { url: `${bases.gitlab}/api/v4/user`, headers: named("private-token") },
    slack: { url: "https://slack.com/api/auth.test", headers: bearer },
    notion: {
      url: "https://api.notion.com/v1/users/me",
      headers: bearer && { ...bearer, "notion-version": "2022-06-28" },
    },
    anthropic: {
      url: "https://api.anthropic.com/v1/models",
      headers: token ? { "x-api-key": token, "anthropic-version": "2023-06-01" } : null,
    },
    openai: { url: "https://api.openai.com/v1/models", headers: bearer },
    linear: { url: null, headers: named("authorization") },
  };
  const { url, headers } = plans[serviceType] ?? { url: null, headers: basic ?? bearer };
  return headers && { url, headers };
}

function pick(fields: Record<string, string>, names: string[]): string | undefined {
  return names.map((name) => fields[name]).find((value) => value !== undefined && value !== "");
}
