/** An error's message without the schema engine's inner stack, which says nothing to its reader. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error.message || String(error))
    .split("\n")
    .filter((line) => !/^\s+(\d+: |at )/.test(line))
    .join("\n")
    .trim();
}
