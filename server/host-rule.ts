export type HostRule = { host: string; ports?: number[] | undefined };

/**
 * Whether a URL leads to a host that a rule names: "api.example.com" is that host alone, "*.example.com" every host
 * below it and not itself; "host:port" that port alone. `ports`, when given, are the only ones. Upper case and the
 * dot at the end of a full name make no difference.
 */
export function isHostCovered(url: URL, rule: HostRule): boolean {
  const { host, port } = splitPort(rule.host.trim().toLowerCase());
  const ports = port === null ? rule.ports : [port];
  if (ports && !ports.includes(portOf(url))) return false;
  const name = withoutDot(url.hostname.toLowerCase());
  const wanted = withoutDot(host);
  if (wanted.startsWith("*.")) return wanted.length > 2 && name.endsWith(wanted.slice(1));
  return wanted !== "" && name === wanted;
}

/** The port that a URL leads to, also when it does not say. */
export function portOf({ port, protocol }: URL): number {
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

function splitPort(host: string): { host: string; port: number | null } {
  const [, name, port] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(host) ?? [];
  return name !== undefined && port !== undefined ? { host: name, port: Number(port) } : { host, port: null };
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}
