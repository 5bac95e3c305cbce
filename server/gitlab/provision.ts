import type { GitlabDeployment } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { openVariables } from "@/server/credentials/use";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { requireAccess } from "@/server/gitlab/access";
import { callGitlab, type GitlabAccess } from "@/server/gitlab/api";
import { readDeployment, readKeys, readProjectOf, toOutput } from "@/server/gitlab/deployments";
import { GitlabFault, isMissing } from "@/server/gitlab/fault";
import type { DeployOutput, ProvisionInput, SentVariable } from "@/server/gitlab/schema";
import { explainUnmaskable, toVariableKey } from "@/server/gitlab/variable-rules";

type Wish = { variables: string[]; unmasked: string[] };
export type PlannedVariable = {
  name: string;
  key: string;
  value: string;
  credentialId: string;
  isMasked: boolean;
};

/**
 * Sends further credential fields as CI/CD variables with a deployment. Throws not_found, conflict when it has ended,
 * validation_failed for a variable the persona has not got or that GitLab cannot mask.
 */
export async function provisionVariables(
  actor: Actor,
  { id, overwrite, ...wish }: ProvisionInput,
): Promise<DeployOutput> {
  requireScope(actor, "gitlab:write");
  const row = await readDeployment(id);
  if (row.undeployedAt !== null)
    throw new AppError("conflict", "This deployment has ended. Provision with one that stands.");
  const access = await requireAccess();
  const planned = await planVariables(actor, row.personaId, wish);
  await readProjectOf(access, row);
  const variables = await sendVariables(actor, access, row, planned, overwrite);
  return { deployment: toOutput(await readDeployment(id)), variables };
}

/**
 * What would be sent of a persona's credentials. Throws validation_failed, naming every variable that is not among
 * them, and every one that GitLab cannot mask and that was not allowed to go unmasked.
 */
export async function planVariables(
  actor: Actor,
  personaId: string,
  { variables, unmasked }: Wish,
): Promise<PlannedVariable[]> {
  if (variables.length === 0) return [];
  requireScope(actor, "credentials:write");
  const opened = await openVariables(personaId);
  const issues: { path: string; message: string }[] = [];
  const planned = [...new Set(variables)].flatMap((name, index) => {
    const variable = opened.find((each) => each.name === name);
    const key = toVariableKey(name);
    const problem = variable ? explainUnmaskable(variable.value) : null;
    if (!variable)
      issues.push({ path: `variables.${index}`, message: `The persona has no variable ${name}` });
    else if (problem !== null && !unmasked.includes(name))
      issues.push({ path: `variables.${index}`, message: `GitLab cannot mask ${key}: ${problem}` });
    return variable
      ? [
          {
            name,
            key,
            value: variable.value,
            credentialId: variable.credentialId,
            isMasked: problem === null,
          },
        ]
      : [];
  });
  const [first] = issues;
  if (first) throw new AppError("validation_failed", `variables: ${first.message}`, { issues });
  return planned;
}

/** Sends each, protected, and masked where it can be. A refusal is that variable's outcome; the others go on. */
export async function sendVariables(
  actor: Actor,
  access: GitlabAccess,
  row: GitlabDeployment,
  planned: PlannedVariable[],
  overwrite: boolean,
): Promise<SentVariable[]> {
  const sent: SentVariable[] = [];
  for (const variable of planned) {
    const { name, key, isMasked } = variable;
    try {
      const outcome = await sendOne(access, row, variable, overwrite);
      sent.push({ name, key, isMasked, outcome, reason: null });
      await recordAudit(actor, "gitlab_provision", row.id, {
        key,
        outcome,
        isMasked,
        credentialId: variable.credentialId,
        personaId: row.personaId,
        projectPath: row.projectPath,
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      sent.push({ name, key, isMasked, outcome: "refused", reason: error.message });
    }
  }
  return sent;
}

async function sendOne(
  access: GitlabAccess,
  row: GitlabDeployment,
  { key, value, isMasked }: PlannedVariable,
  overwrite: boolean,
): Promise<"created" | "updated"> {
  const exists = await isVariableThere(access, row.projectId, key);
  if (exists && !overwrite && !(await isOurs(row.projectId, key)))
    throw new AppError("conflict", `The project has a variable ${key} that the hub did not make.`);
  // Noted first: what is cut off after this can still be revoked.
  await changeKeys(row.id, (keys) => [...keys, key]);
  try {
    // `raw`: a value with a $ in it stays as it is, and can be masked.
    const body = { value, masked: isMasked, protected: true, variable_type: "env_var", raw: true };
    const request = { what: `the variable ${key}` };
    if (exists)
      await callGitlab(access, `${pathOf(row.projectId)}/${key}`, { ...request, method: "PUT", json: body });
    else
      await callGitlab(access, pathOf(row.projectId), { ...request, method: "POST", json: { key, ...body } });
  } catch (error) {
    const isRefused = error instanceof GitlabFault && error.status !== null && error.status < 500;
    if (isRefused && !exists) await changeKeys(row.id, (keys) => keys.filter((each) => each !== key));
    throw error;
  }
  return exists ? "updated" : "created";
}

async function isVariableThere(access: GitlabAccess, projectId: number, key: string): Promise<boolean> {
  try {
    await callGitlab(access, `${pathOf(projectId)}/${key}`, { what: `the variable ${key}` });
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** Whether a deployment to the project holds the key. */
async function isOurs(projectId: number, key: string): Promise<boolean> {
  const rows = await db.gitlabDeployment.findMany({
    where: { projectId, variables: { contains: `"${key}"` } },
  });
  return rows.some((row) => readKeys(row).includes(key));
}

/** Changes the keys a deployment holds, whoever else does so at the same time. */
export async function changeKeys(id: string, change: (keys: string[]) => string[]): Promise<void> {
  for (;;) {
    const { variables } = await readDeployment(id);
    const next = JSON.stringify([...new Set(change(readKeys({ variables })))]);
    const { count } = await db.gitlabDeployment.updateMany({
      where: { id, variables },
      data: { variables: next },
    });
    if (count === 1) return;
  }
}

export function pathOf(projectId: number): string {
  return `/projects/${projectId}/variables`;
}
