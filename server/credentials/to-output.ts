import type { Credential } from "@/prisma/generated/client";
import { explainDamage } from "@/server/credentials/fields";
import type { CredentialOutput } from "@/server/credentials/schema";
import { toVariableName } from "@/server/credentials/variable-name";
import { masked } from "@/server/masked";

export type CredentialRow = Credential & { personas: { persona: { id: string; name: string } }[] };

/** The persona names that go with a row. */
export const withPersonas = {
  personas: {
    select: { persona: { select: { id: true, name: true } } },
    orderBy: { persona: { name: "asc" } },
  },
} as const;

/** A row as replies show it: names of fields, never a value. One that cannot be opened says so. */
export function toOutput(row: CredentialRow): CredentialOutput {
  const fieldNames = JSON.parse(row.fieldNames) as string[];
  const fields = fieldNames.length > 0 ? fieldNames : [null];
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    serviceType: row.serviceType,
    encryptedData: masked,
    iv: masked,
    tag: masked,
    salt: masked,
    metadata: row.metadata ?? JSON.stringify({ fields: fieldNames }),
    fieldNames,
    variables: fields.map((field) => toVariableName(row.name, field)),
    allowedHosts: JSON.parse(row.allowedHosts) as string[],
    problem: explainDamage(row),
    personas: row.personas.map(({ persona }) => persona),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastTestedAt: row.lastTestedAt?.toISOString() ?? null,
    lastTestError: row.lastTestError,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
