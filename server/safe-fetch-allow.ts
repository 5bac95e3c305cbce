export type AllowedHost = { host: string; port: number | null };

const pattern = /^(\[[0-9a-f:.]+\]|[^\s:/@?#[\]]+)(?::(\d{1,5}))?$/i;

/**
 * Reads `host:port,host`: the hosts that may be fetched from although their address is private, on one port or on
 * any. Throws an Error that names what is malformed.
 */
export function parseAllowedHosts(text: string): AllowedHost[] {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
  return entries.map((entry) => {
    const [, host = "", port] = pattern.exec(entry) ?? [];
    if (!URL.canParse(`http://${host}`) || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535)
      throw new Error(`has "${entry}", which is neither host nor host:port`);
    return { host: bareHost(new URL(`http://${host}`)), port: port === undefined ? null : Number(port) };
  });
}

/** The host of a URL in lower case, an IPv6 address without its brackets. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}
