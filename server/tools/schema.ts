import { z } from "zod";
import { jsonText, plainText } from "@/server/json-text";
import { booleanInput, pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

export const toolEffects = ["read", "write"] as const;
export const toolPolicies = ["allow", "ask", "deny"] as const;
export const toolSources = ["builtin", "definition", "mcp", "protocol"] as const;

const blobBytes = 100 * 1024;
const short = plainText(200);

/** contracts/personas.md §1.1; `effect` is ours: a write is never repeated by itself after a crash. */
const fields = {
  name: short.trim().min(1, "A tool needs a name"),
  category: short,
  description: plainText(2_000),
  scriptPath: plainText(1_000).trim(),
  inputSchema: jsonText(blobBytes).nullable(),
  outputSchema: jsonText(blobBytes).nullable(),
  requiresCredentialType: short.nullable(),
  implementationGuide: plainText(50 * 1024).nullable(),
  isBuiltin: z.boolean(),
  effect: z.enum(toolEffects),
};

/** POST /api/tool-definitions: an upsert. With the id of one that exists the given fields are merged into it. */
export const definitionInput = z.strictObject({
  ...z.object(fields).partial().shape,
  id: idInput.optional(),
});
export type DefinitionInput = z.infer<typeof definitionInput>;

export const definitionList = z.strictObject({
  ...pageInput,
  search: plainText(200).optional(),
  category: plainText(200).optional(),
  hasScript: booleanInput.optional(),
});
export type DefinitionList = z.infer<typeof definitionList>;

export const definitionOutput = z.object({
  id: z.string(),
  name: z.string(),
  /** As models see it. */
  toolName: z.string(),
  category: z.string(),
  description: z.string(),
  scriptPath: z.string(),
  inputSchema: z.string().nullable(),
  outputSchema: z.string().nullable(),
  requiresCredentialType: z.string().nullable(),
  implementationGuide: z.string().nullable(),
  isBuiltin: z.boolean(),
  effect: z.enum(toolEffects),
  personaCount: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type DefinitionOutput = z.infer<typeof definitionOutput>;

export const personaRef = z.strictObject({ personaId: idInput });
export const personaToolRef = z.strictObject({ personaId: idInput, toolId: idInput });
export type PersonaToolRef = z.infer<typeof personaToolRef>;

const toolName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "1–64 letters, digits, _ or -");
const policies = z.record(toolName, z.enum(toolPolicies));

/** What a persona may do with its tools, by the name under which the model sees them; absent means the usual. */
export const policyUpdate = z.strictObject({
  personaId: idInput,
  /** Changes the named ones and leaves the others; null goes back to the usual. */
  policies: z
    .record(toolName, z.enum(toolPolicies).nullable())
    .refine((given) => Object.keys(given).length <= 1_000, "At most 1,000 tools"),
});
export type PolicyUpdate = z.infer<typeof policyUpdate>;
export const policyOutput = z.object({ policies });
export type PolicyOutput = z.infer<typeof policyOutput>;

/** A tool that a persona holds, as its page shows it. */
export const heldToolOutput = z.object({
  name: z.string(),
  description: z.string(),
  source: z.enum(toolSources),
  /** The name of the definition or of the MCP server behind it. */
  origin: z.string().nullable(),
  policy: z.enum(toolPolicies),
  usualPolicy: z.enum(toolPolicies),
  /** What a call does; "depends" on its input. */
  effect: z.enum([...toolEffects, "depends"]),
  inputSchema: z.record(z.string(), z.unknown()),
});
export type HeldToolOutput = z.infer<typeof heldToolOutput>;
