import { z } from "zod";
import { allowedHostsInput } from "@/server/credentials/allowed-hosts";
import { toVariableName } from "@/server/credentials/variable-name";
import { jsonText, plainText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

const mostBytes = 64 * 1024;
const mostFields = 50;

const hex = (least: number, most: number) =>
  z
    .string()
    .regex(/^([0-9a-fA-F]{2})+$/, "Hex digits")
    .refine((text) => text.length >= 2 * least && text.length <= 2 * most, {
      error: least === most ? `${least} bytes in hex` : `${least} to ${most} bytes in hex`,
    });
const masked = z.literal("[REDACTED]");

const name = plainText(100)
  .trim()
  .regex(/[A-Za-z0-9]/, "A name with a letter from A to Z or a digit: variables are named after it");
const serviceType = plainText(100)
  .trim()
  .min(1, "What it signs in to, such as github")
  .transform((text) => text.toLowerCase());
const text = z
  .string()
  // Neither a database nor an environment holds one.
  .refine((value) => !value.includes("\u0000"), "NUL characters are not allowed");
const fieldName = /^[A-Za-z0-9_.-]{1,64}$/;
const fieldsOf = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string(), value)
    .refine((fields) => Object.keys(fields).length <= mostFields, `At most ${mostFields} fields`)
    .superRefine((fields, context) => {
      const taken = new Map<string, string>();
      for (const field of Object.keys(fields)) {
        if (!fieldName.test(field))
          context.addIssue({
            code: "custom",
            path: [field],
            message: "A name of 1–64 letters, digits, _, . or -",
          });
        const variable = toVariableName("", field);
        const other = taken.get(variable);
        if (other !== undefined)
          context.addIssue({
            code: "custom",
            path: [field],
            message: `Would be the same variable as ${other}`,
          });
        taken.set(variable, field);
      }
    })
    .refine((fields) => Buffer.byteLength(JSON.stringify(fields)) <= mostBytes, "At most 64 KB");

const json = z.union([
  text,
  z.number(),
  z.boolean(),
  z.record(z.string(), z.unknown()),
  z.array(z.unknown()),
]);
const data = z.union(
  [
    text.min(1, "A value").refine((value) => Buffer.byteLength(value) <= mostBytes, "At most 64 KB"),
    fieldsOf(json).refine((fields) => Object.keys(fields).length > 0, "At least one field"),
  ],
  'Fields with their values, such as {"token": "…"}, or one value',
);

/** The contract's form: AES-256-GCM in hex under the hub's master key (contracts/personas.md §1.1). */
export const encryptedShape = z.object({
  encryptedData: hex(1, 2 * mostBytes),
  iv: hex(16, 16),
  tag: hex(16, 16),
  salt: hex(8, 64).nullish(),
  iter: z.number().int().min(1_000).max(2_000_000).nullish(),
});
export type EncryptedForm = z.infer<typeof encryptedShape>;

const common = {
  name,
  serviceType,
  metadata: jsonText(8 * 1024).nullable(),
  allowedHosts: allowedHostsInput,
};

/**
 * POST /api/credentials: an upsert. Its values come once, plain (`data`) or in the contract's form; a masked part of that form,
 * as replies show it, keeps what is stored.
 */
export const credentialInput = z
  .strictObject({
    ...z.object(common).partial().shape,
    id: idInput.optional(),
    projectId: z.string().max(200).optional(),
    data: data.optional(),
    encryptedData: encryptedShape.shape.encryptedData.or(masked).optional(),
    iv: encryptedShape.shape.iv.or(masked).optional(),
    tag: encryptedShape.shape.tag.or(masked).optional(),
    salt: hex(8, 64).or(masked).nullish(),
    iter: encryptedShape.shape.iter,
  })
  .superRefine(({ data: plain, encryptedData, iv, tag }, context) => {
    if (plain !== undefined && encryptedData !== undefined)
      context.addIssue({ code: "custom", path: ["data"], message: "Give data or encryptedData, not both" });
    const parts = { encryptedData, iv, tag };
    for (const [part, value] of Object.entries(parts))
      if (value === undefined && Object.values(parts).some((other) => other !== undefined))
        context.addIssue({ code: "custom", path: [part], message: "Is missing beside the others" });
  });
export type CredentialInput = z.infer<typeof credentialInput>;

/** Absent fields stay as they are; null takes one away; a text alone becomes the one value. */
export const credentialUpdate = z.strictObject({
  ...z.object(common).partial().shape,
  id: idInput,
  data: z.union([text.min(1, "A value"), fieldsOf(json.nullable())]).optional(),
});
export type CredentialUpdate = z.infer<typeof credentialUpdate>;

export const credentialList = z.strictObject({
  ...pageInput,
  search: plainText(200).optional(),
  serviceType: plainText(100).optional(),
});
export type CredentialList = z.infer<typeof credentialList>;

export const credentialTest = z.strictObject({
  id: idInput,
  url: z
    .url({ protocol: /^https?$/, error: "An http(s) URL, such as https://api.example.com/me" })
    .max(2_000)
    .optional(),
});
export type CredentialTest = z.infer<typeof credentialTest>;

export const testOutput = z.object({
  ok: z.boolean(),
  /** Null when nothing answered. */
  status: z.number().nullable(),
  url: z.string(),
  message: z.string(),
  testedAt: z.string(),
});
export type TestOutput = z.infer<typeof testOutput>;

/** No value is in it: encryptedData, iv, tag and salt are masked. */
export const credentialOutput = z.object({
  id: z.string(),
  projectId: z.string(),
  name: z.string(),
  serviceType: z.string(),
  encryptedData: masked,
  iv: masked,
  tag: masked,
  salt: masked,
  /** JSON text; the names of the fields when none was given. */
  metadata: z.string(),
  fieldNames: z.array(z.string()),
  /** The environment variables that it becomes. */
  variables: z.array(z.string()),
  allowedHosts: z.array(z.string()),
  /** Why it cannot be used, and what to do; null when it can. */
  problem: z.string().nullable(),
  personas: z.array(z.object({ id: z.string(), name: z.string() })),
  lastUsedAt: z.string().nullable(),
  lastTestedAt: z.string().nullable(),
  lastTestError: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type CredentialOutput = z.infer<typeof credentialOutput>;

export const linkInput = z.strictObject({ personaId: idInput, credentialId: idInput });
export type LinkInput = z.infer<typeof linkInput>;

export const sealedFailure = z.object({
  table: z.string(),
  id: z.string(),
  field: z.string(),
  reason: z.string(),
});
export type SealedFailure = z.infer<typeof sealedFailure>;

export const rotationOutput = z.object({
  id: z.string(),
  keyId: z.string(),
  status: z.enum(["running", "completed", "failed"]),
  totalCount: z.number(),
  doneCount: z.number(),
  failedCount: z.number(),
  /** At most a hundred. */
  failures: z.array(sealedFailure),
  startedAt: z.string(),
  updatedAt: z.string(),
  completedAt: z.string().nullable(),
});
export type RotationOutput = z.infer<typeof rotationOutput>;

/** The keys that values are sealed with, and the latest rotation. */
export const keysOutput = z.object({
  activeKeyId: z.string(),
  keys: z.array(z.object({ id: z.string(), isInRing: z.boolean(), valueCount: z.number() })),
  /** Values that are not sealed with the active key. */
  staleCount: z.number(),
  rotation: rotationOutput.nullable(),
});
export type KeysOutput = z.infer<typeof keysOutput>;
