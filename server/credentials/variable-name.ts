/**
 * The environment variable that a field of a credential becomes: CONNECTOR_{NAME}_{FIELD}, or CONNECTOR_{NAME} for a
 * value without fields; in upper case, whatever is neither letter nor digit as `_` (contracts/personas.md §1.8).
 */
export function toVariableName(credentialName: string, field: string | null): string {
  const parts = field === null ? [credentialName] : [credentialName, field];
  return ["CONNECTOR", ...parts.map((part) => part.toUpperCase().replace(/[^A-Z0-9]/g, "_"))].join("_");
}
