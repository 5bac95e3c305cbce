/** The key that a variable of the hub's has in GitLab: {CONNECTOR}_{FIELD} (contracts/personas.md §1.9). */
export function toVariableKey(name: string): string {
  return name.replace(/^CONNECTOR_/, "");
}

/** Why GitLab cannot mask a value that it does not expand, in words; null when it can. */
export function explainUnmaskable(value: string): string | null {
  if (/\s/.test(value)) return "it holds spaces or line breaks";
  return value.length < 8 ? "it has fewer than 8 characters" : null;
}
