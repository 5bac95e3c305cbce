import { randomBytes } from "node:crypto";
import { personActor } from "@/server/actor";
import { linkCredential } from "@/server/credentials/links";
import { saveCredential } from "@/server/credentials/service";
import { db } from "@/server/db";
import { deployInput } from "@/server/gitlab/schema";
import { connect } from "@/server/gitlab/service";
import { startGitlabApi } from "./gitlab-api";
import { insertPersona, openServices } from "./services";

export const ada = personActor("owner", "Ada");

/** The services, connected to a GitLab of their own. */
export async function openGitlab(environment: Record<string, string> = {}) {
  const api = await startGitlabApi();
  Object.assign(process.env, { SAFE_FETCH_ALLOW: "127.0.0.1", GITLAB_URL: api.url }, environment);
  const services = await openServices();
  return {
    api,
    connect: () => connect(ada, { token: api.token }),
    close: async () => {
      await services.close();
      await api.stop();
    },
  };
}

/** A persona with a prompt, a tool, and a credential of the given fields. */
export async function makePersona(name: string, fields: Record<string, string> = {}): Promise<string> {
  const personaId = await insertPersona({
    name,
    description: "Writes release notes.",
    structuredPrompt: JSON.stringify({ identity: `You are ${name}.`, instructions: "Write notes." }),
  });
  if (Object.keys(fields).length > 0) {
    const { credential } = await saveCredential(ada, {
      name: `Vault ${randomBytes(4).toString("hex")}`,
      serviceType: "test",
      data: fields,
    });
    await linkCredential(ada, { personaId, credentialId: credential.id });
  }
  return personaId;
}

/** What `deploy` is asked for, its defaults filled in. */
export function toDeploy(input: { projectId: number; personaId: string; [name: string]: unknown }) {
  return deployInput.parse(input);
}

/** Everything the database holds of deployments and audit, as text. */
export async function readTraces(): Promise<string> {
  return JSON.stringify(
    [await db.gitlabDeployment.findMany(), await db.auditEntry.findMany()],
    (_key, value) => (typeof value === "bigint" ? String(value) : value),
  );
}
