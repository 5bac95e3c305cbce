/** `${CONNECTOR_GITHUB_TOKEN}` or `$CONNECTOR_GITHUB_TOKEN`: where the model wants a credential's value. */
const placeholder = /\$\{(CONNECTOR_[A-Z0-9_]+)\}|\$(CONNECTOR_[A-Z0-9_]+)/g;

/** The variables that a text names, each once, in order. */
export function findPlaceholders(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, braced, bare]) => braced ?? bare ?? ""))];
}

/**
 * The text with every placeholder replaced by its variable's value, each as `encode` writes it there. Values are not
 * looked into for placeholders of their own. A variable that is not there stays as it is written.
 */
export function fillPlaceholders(
  text: string,
  values: ReadonlyMap<string, string>,
  encode: (value: string) => string,
): string {
  return text.replace(placeholder, (written: string, braced?: string, bare?: string) => {
    const value = values.get(braced ?? bare ?? "");
    return value === undefined ? written : encode(value);
  });
}
