import { z } from "zod";
import { plainText } from "@/server/json-text";
import { booleanInput, pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

export const authTypes = ["none", "bearer", "oauth"] as const;
export type AuthType = (typeof authTypes)[number];

const secret = z
  .string()
  .trim()
  .min(1)
  .max(8_000)
  .regex(/^[\x21-\x7e]+$/, "A token has no spaces");
const fields = {
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,30}[A-Za-z0-9])?$/, "1–32 letters, digits, _ or - in between")
    .refine((name) => !name.includes("__"), "Without __, which sets a server apart from its tool"),
  url: z
    .url({ protocol: /^https?$/, error: "An http(s) URL, such as https://mcp.example.com/mcp" })
    .max(2_000, "At most 2,000 characters")
    .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), "A URL without user name and password"),
  authType: z.enum(authTypes),
  enabled: z.boolean(),
  /** Names or patterns ("list_*") of the tools that personas are offered; null offers all. */
  toolFilter: z
    .array(plainText(200).trim().min(1))
    .max(200)
    .nullable()
    .transform((patterns) => patterns && [...new Set(patterns)]),
};
/** Write-only. null forgets it. */
const secrets = {
  bearerToken: secret.nullable().optional(),
  /** For authorization servers that register nobody by themselves. */
  oauthClientId: plainText(500).trim().min(1).nullable().optional(),
  oauthClientSecret: secret.nullable().optional(),
  /** Asked for at the sign-in; without it, what the server says it needs. */
  oauthScope: plainText(1_000).trim().min(1).nullable().optional(),
};

export const serverCreate = z.strictObject({
  name: fields.name,
  url: fields.url,
  authType: fields.authType.default("none"),
  enabled: fields.enabled.default(true),
  toolFilter: fields.toolFilter.default(null),
  ...secrets,
});
export type ServerCreate = z.infer<typeof serverCreate>;

export const serverUpdate = z.strictObject({ id: idInput, ...z.object(fields).partial().shape, ...secrets });
export type ServerUpdate = z.infer<typeof serverUpdate>;

export const serverList = z.strictObject({
  ...pageInput,
  search: plainText(200).optional(),
  enabled: booleanInput.optional(),
});
export type ServerList = z.infer<typeof serverList>;

/** A tool as its server described it last. */
export const remoteTool = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  readOnlyHint: z.boolean(),
  destructiveHint: z.boolean(),
  idempotentHint: z.boolean(),
});
export type RemoteTool = z.infer<typeof remoteTool>;

const output = {
  id: z.string(),
  name: z.string(),
  url: z.string(),
  authType: z.enum(authTypes),
  /** "[REDACTED]" when one is stored. */
  bearerToken: z.string().nullable(),
  oauthClientId: z.string().nullable(),
  oauthClientSecret: z.string().nullable(),
  oauthScope: z.string().nullable(),
  /** Whether what the hub signs in with is there. */
  isConnected: z.boolean(),
  enabled: z.boolean(),
  toolFilter: z.array(z.string()).nullable(),
  toolCount: z.number(),
  offeredCount: z.number(),
  toolsReadAt: z.string().nullable(),
  lastError: z.string().nullable(),
  personaCount: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
};
/** A line of the list. */
export const serverSummary = z.object(output);
export type ServerSummary = z.infer<typeof serverSummary>;

export const serverOutput = z.object({
  ...output,
  /** Where an authorization server sends people back to; some want it registered. */
  redirectUrl: z.string(),
  tools: z.array(remoteTool.extend({ isOffered: z.boolean() })),
});
export type ServerOutput = z.infer<typeof serverOutput>;

export const personaRef = z.strictObject({ personaId: idInput });
export const personaServerRef = z.strictObject({ personaId: idInput, serverId: idInput });
export type PersonaServerRef = z.infer<typeof personaServerRef>;
