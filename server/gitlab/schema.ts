import { z } from "zod";
import { plainText } from "@/server/json-text";
import { booleanInput, pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

/** A number that may come as text, as path and query parameters do. */
const wholeId = z
  .union([
    z.number().int(),
    z
      .string()
      .regex(/^\d{1,9}$/, "Expected a project's number")
      .transform(Number),
  ])
  .refine((id) => id > 0, "Expected a project's number");
const empty = z.strictObject({});

export const connectInput = z.strictObject({
  token: z
    .string()
    .trim()
    .min(1, "Paste a personal access token with the scope api")
    .max(500)
    .regex(/^[\x21-\x7e]*$/, "A token has no spaces"),
  /** Where GitLab is; GITLAB_URL when it is not given. */
  baseUrl: z
    .url({ protocol: /^https?$/, error: "An http(s) URL, such as https://gitlab.example.com" })
    .max(500)
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
});
export type ConnectInput = z.infer<typeof connectInput>;

export const connectionStatus = z.object({
  connected: z.boolean(),
  source: z.enum(["environment", "vault"]).nullable(),
  baseUrl: z.string(),
  /** Who the token stood for when it was given; null for one of the environment. */
  username: z.string().nullable(),
  name: z.string().nullable(),
  /** Masked, always. */
  token: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
export type ConnectionStatus = z.infer<typeof connectionStatus>;
export const noInput = empty.optional();

export const userOutput = z.object({ id: z.number(), username: z.string(), name: z.string() });

export const projectList = z.strictObject({ ...pageInput, search: plainText(200).optional() });
export type ProjectList = z.infer<typeof projectList>;
export const byProject = z.strictObject({ projectId: wholeId });

export const projectOutput = z.object({
  id: z.number(),
  name: z.string(),
  path: z.string(),
  description: z.string().nullable(),
  webUrl: z.string(),
  defaultBranch: z.string().nullable(),
  visibility: z.string().nullable(),
  lastActivityAt: z.string().nullable(),
  /** Personas that stand in it now. */
  deployedCount: z.number(),
});
export type ProjectOutput = z.infer<typeof projectOutput>;

/** Agents as GitLab lists them; `isSupported` is false where it has no API for them. */
export const agentsOutput = z.object({
  isSupported: z.boolean(),
  reason: z.string().nullable(),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      url: z.string(),
      /** The deployment of ours that it is. */
      deploymentId: z.string().nullable(),
    }),
  ),
});

const version = z.union([
  z.number().int().min(1),
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "Expected a version's number")
    .transform(Number),
]);
export const exportInput = z.strictObject({ personaId: idInput, version: version.optional() });
export const exportOutput = z.object({
  name: z.string(),
  description: z.string(),
  systemPrompt: z.string(),
  model: z.string(),
  version: z.number(),
  tools: z.array(
    z.object({ name: z.string(), description: z.string(), input_schema: z.record(z.string(), z.unknown()) }),
  ),
  /** What can be provisioned, by the hub's name and by the key it has in GitLab; no values. */
  variables: z.array(z.object({ name: z.string(), key: z.string() })),
});
export type PersonaExport = z.infer<typeof exportOutput>;

const variableName = z.string().regex(/^CONNECTOR_[A-Z0-9_]{1,200}$/, "The name of a variable: CONNECTOR_…");
const provision = {
  /** Variables by their name in the hub; none are sent unless they are named here. */
  variables: z.array(variableName).max(100),
  /** Those among them that may go unmasked where GitLab cannot mask them. */
  unmasked: z.array(variableName).max(100).default([]),
  /** Whether variables of these names that somebody else made are replaced. */
  overwrite: booleanInput.default(false),
};

export const deployInput = z.strictObject({
  projectId: wholeId,
  personaId: idInput,
  version: version.optional(),
  ...provision,
  variables: provision.variables.default([]),
});
export type DeployInput = z.infer<typeof deployInput>;

export const deploymentStatuses = ["active", "file-based", "failed", "unknown", "undeployed"] as const;
export type DeploymentStatus = (typeof deploymentStatuses)[number];
export const deploymentMethods = ["api", "agents_md"] as const;

export const deploymentOutput = z.object({
  id: z.string(),
  personaId: z.string(),
  personaName: z.string(),
  projectId: z.number(),
  projectPath: z.string(),
  method: z.enum(deploymentMethods),
  agentId: z.string().nullable(),
  url: z.string(),
  status: z.enum(deploymentStatuses),
  statusReason: z.string().nullable(),
  version: z.number().nullable(),
  variables: z.array(z.string()),
  deployedBy: z.string(),
  undeployedAt: z.string().nullable(),
  createdAt: z.string(),
});
export type DeploymentOutput = z.infer<typeof deploymentOutput>;

export const sentVariable = z.object({
  name: z.string(),
  key: z.string(),
  outcome: z.enum(["created", "updated", "refused"]),
  isMasked: z.boolean(),
  reason: z.string().nullable(),
});
export type SentVariable = z.infer<typeof sentVariable>;
/** The result card: where the persona stands now, and what became of each variable. */
export const deployOutput = z.object({ deployment: deploymentOutput, variables: z.array(sentVariable) });
export type DeployOutput = z.infer<typeof deployOutput>;

export const deploymentList = z.strictObject({
  ...pageInput,
  projectId: wholeId.optional(),
  personaId: idInput.optional(),
  status: z.enum(deploymentStatuses).optional(),
  search: plainText(200).optional(),
});
export type DeploymentList = z.infer<typeof deploymentList>;

export const byId = z.strictObject({ id: idInput });
export const undeployInput = z.strictObject({ id: idInput, revokeVariables: booleanInput.default(false) });
export const provisionInput = z.strictObject({
  id: idInput,
  ...provision,
  variables: provision.variables.min(1, "Name at least one variable"),
});
export type ProvisionInput = z.infer<typeof provisionInput>;
export const revokeInput = z.strictObject({
  id: idInput,
  /** All of them when none are named. */
  keys: z.array(z.string().min(1).max(255)).max(100).optional(),
});
export const revokeOutput = z.object({
  deployment: deploymentOutput,
  /** `kept` are still used by another deployment in the project, or could not be removed. */
  revoked: z.array(z.string()),
  kept: z.array(z.object({ key: z.string(), reason: z.string() })),
});
export type RevokeOutput = z.infer<typeof revokeOutput>;

export const ciTemplateKinds = ["code-review", "pipeline-triage", "release-notes"] as const;
export type CiTemplateKind = (typeof ciTemplateKinds)[number];
export const byPersona = z.strictObject({ personaId: idInput });
export const ciTemplate = z.object({
  kind: z.enum(ciTemplateKinds),
  title: z.string(),
  description: z.string(),
  /** A job to be added to .gitlab-ci.yml. */
  yaml: z.string(),
  /** The CI/CD variable that is to hold the persona's webhook secret. */
  variable: z.string(),
  webhookUrl: z.string(),
});
export type CiTemplate = z.infer<typeof ciTemplate>;

export const pipelineInput = z.strictObject({
  projectId: wholeId,
  ref: z.string().trim().min(1, "Name a branch or tag").max(255),
  /** A pipeline trigger token; without one the hub uses its own, made when there is none yet. */
  token: z.string().trim().min(1).max(200).optional(),
  variables: z
    .record(z.string().regex(/^[A-Za-z0-9_]{1,255}$/, "Letters, digits and _"), z.string().max(10_000))
    .default({})
    .refine((given) => Object.keys(given).length <= 50, "At most 50 variables"),
});
export type PipelineInput = z.infer<typeof pipelineInput>;
export const triggeredOutput = z.object({ pipelineId: z.number(), webUrl: z.string() });

export const pipelineOutput = z.object({
  id: z.number(),
  status: z.string(),
  ref: z.string().nullable(),
  source: z.string().nullable(),
  sha: z.string().nullable(),
  webUrl: z.string(),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
export type PipelineOutput = z.infer<typeof pipelineOutput>;
