import type { Credential } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { isHostAllowed } from "@/server/credentials/allowed-hosts";
import { type CredentialContent, explainDamage, listEntries, openContent } from "@/server/credentials/fields";
import type { CredentialTest, TestOutput } from "@/server/credentials/schema";
import { readCredential } from "@/server/credentials/service";
import { planTest } from "@/server/credentials/test-request";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { rememberSecrets } from "@/server/known-secrets";
import { createRedactor } from "@/server/redact";
import { safeFetch } from "@/server/safe-fetch";
import { bareHost } from "@/server/safe-fetch-allow";

const timeoutMs = 10_000;

/**
 * Sends one GET with the credential, to `url` or to where its service says who one is, and keeps what came of it. The
 * URL must be on the credential's list of hosts, and https unless SAFE_FETCH_ALLOW names its host. Throws not_found,
 * conflict when the credential cannot be opened, validation_failed for a URL it may not be sent to.
 */
export async function testCredential(actor: Actor, input: CredentialTest): Promise<TestOutput> {
  requireScope(actor, "credentials:write");
  const row = await readCredential(input.id);
  const content = openForTest(row);
  const { GITHUB_API_URL: github, GITLAB_URL: gitlab } = env();
  const plan = planTest(row.serviceType, content, { github, gitlab });
  if (!plan) throw new AppError("conflict", "It holds no value that could be sent.");
  const hosts = JSON.parse(row.allowedHosts) as string[];
  const url = chooseUrl(input.url, plan.url, hosts);
  const values = listEntries(content).map(([, value]) => value);
  rememberSecrets(values);
  const outcome = await send(row.serviceType, url, plan.headers);
  const { redact } = createRedactor([...values, ...Object.values(plan.headers)]);
  const message = redact(outcome.message);
  const testedAt = new Date();
  await db.credential.updateMany({
    where: { id: row.id, sealed: row.sealed },
    data: { lastTestedAt: testedAt, lastTestError: outcome.ok ? null : message },
  });
  await recordAudit(actor, "credential_tested", row.id, { host: url.host, ok: outcome.ok });
  return { ...outcome, url: `${url.origin}${url.pathname}`, message, testedAt: testedAt.toISOString() };
}

function openForTest(row: Credential): CredentialContent {
  const problem = explainDamage(row);
  if (problem) throw new AppError("conflict", problem);
  return openContent(row.id, row.sealed);
}

function chooseUrl(given: string | undefined, known: string | null, hosts: string[]): URL {
  const firstHost = hosts.find((host) => !host.startsWith("*."));
  const text = given ?? known ?? (firstHost && `https://${firstHost}/`);
  if (!text) throw invalidField("url", "Where to try it: give a URL, and its host to the list of hosts");
  const url = new URL(text);
  if (url.username || url.password) throw invalidField("url", "A URL without user name and password");
  if (!isHostAllowed(url, hosts))
    throw invalidField("url", `${url.host} is not among the hosts that this credential may be sent to`);
  if (url.protocol === "http:" && !isNamedByOwner(url))
    throw invalidField("url", "A credential's value is sent over https only");
  return url;
}

/** Whoever runs the hub has named the host as one of its own network. */
function isNamedByOwner(url: URL): boolean {
  const port = Number(url.port || 80);
  return env().SAFE_FETCH_ALLOW.some(
    (entry) => entry.host === bareHost(url) && (entry.port === null || entry.port === port),
  );
}

async function send(
  serviceType: string,
  url: URL,
  headers: Record<string, string>,
): Promise<{ ok: boolean; status: number | null; message: string }> {
  try {
    const { status, text } = await safeFetch(url, { headers, timeoutMs, maxRedirects: 0 });
    // Slack answers 200 and says in the body that the token is no good.
    const said =
      serviceType === "slack" ? /"ok"\s*:\s*false.*?"error"\s*:\s*"(\w+)"/s.exec(text())?.[1] : null;
    if (said) return { ok: false, status, message: `${url.host} refused it: ${said}.` };
    return { ok: status >= 200 && status < 300, status, message: explainStatus(status, url) };
  } catch (error) {
    return { ok: false, status: null, message: error instanceof Error ? error.message : String(error) };
  }
}

function explainStatus(status: number, { host }: URL): string {
  if (status >= 200 && status < 300) return `${host} took it (${status}).`;
  if (status === 401) return `${host} refused it (401): the value is wrong or has expired.`;
  if (status === 403) return `${host} knows it, and it may not do this (403).`;
  if (status >= 300 && status < 400)
    return `${host} answered ${status}: redirects are not followed with a credential.`;
  return `${host} answered ${status}.`;
}
