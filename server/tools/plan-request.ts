import { isHostAllowed } from "@/server/credentials/allowed-hosts";
import type { HttpInput } from "@/server/tools/http-input";
import { findPlaceholders } from "@/server/tools/placeholders";
import { explainRefusal, type Reach } from "@/server/tools/reach";

/** What may be put into a request: names and where each may go, no values. */
export type Usable = { name: string; serviceType: string; allowedHosts: string[] };
export type RequestPlan = {
  url: URL;
  headers: [name: string, value: string][];
  body: string | undefined;
  /** The variables that stand in it. */
  names: string[];
};

/** The transport's own, or such as would make the receiver believe that it is another. */
const ownHeaders =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/i;
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/;

/**
 * Checks a request before any value is opened: where it leads, and that every variable in it may go there. Returns why
 * it is not sent, in words for the model; or the request with its placeholders still in it. `isPlainAllowed` tells
 * whether a value may go to this URL although nothing encrypts it on the way.
 */
export function planRequest(
  input: HttpInput,
  {
    reach,
    usable,
    isPlainAllowed,
  }: { reach: Reach; usable: readonly Usable[]; isPlainAllowed: (url: URL) => boolean },
): RequestPlan | string {
  const url = URL.canParse(input.url) ? new URL(input.url) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    return "url is not an absolute http(s) URL, such as https://api.example.com/v1/things.";
  if (url.username || url.password)
    return "url carries a user name or password. Send them in a header: Authorization: Basic <user>:<password>.";
  // Only what is left of a placeholder can stand in a host: names of hosts are in lower case.
  if (/\$|%24|connector_/i.test(url.host))
    return "url has a placeholder in its host. Write the host out; a credential's value never stands there.";
  const refusal = explainRefusal(url, reach);
  if (refusal) return refusal;
  const headers = Object.entries(input.headers ?? {});
  for (const [name, value] of headers) {
    if (!headerName.test(name) || findPlaceholders(name).length > 0)
      return `headers: "${name}" is not a name.`;
    if (ownHeaders.test(name)) return `headers: ${name} is set by the hub. Leave it out.`;
    if (/[\r\n\0]/.test(value)) return `headers: the value of ${name} has a line break.`;
  }
  const body = typeof input.body === "object" ? JSON.stringify(input.body) : input.body;
  if (body !== undefined && (input.method === "GET" || input.method === "HEAD"))
    return `body: a ${input.method} request has none.`;
  if (typeof input.body === "object" && !headers.some(([name]) => name.toLowerCase() === "content-type"))
    headers.push(["content-type", "application/json"]);
  url.hash = "";
  const texts = [readablePath(url), url.search, ...headers.map(([, value]) => value), body ?? ""];
  const names = [...new Set(texts.flatMap(findPlaceholders))];
  const misuse = explainMisuse(url, names, usable);
  if (misuse) return misuse;
  if (names.length > 0 && url.protocol === "http:" && !isPlainAllowed(url))
    return "A credential's value is sent over https only. Nothing was sent.";
  return { url, headers, body, names };
}

/** Why these variables may not be sent to where the URL leads; null when they may. */
export function explainMisuse(url: URL, names: string[], usable: readonly Usable[]): string | null {
  for (const name of names) {
    const variable = usable.find((each) => each.name === name);
    if (!variable) {
      const known = usable.map((each) => `\${${each.name}}`).join(", ");
      return `There is no \${${name}} to be used here. ${known ? `There are: ${known}.` : "There are none."} Nothing was sent.`;
    }
    if (!isHostAllowed(url, variable.allowedHosts)) {
      const hosts = variable.allowedHosts.join(", ");
      return `\${${name}} may not be sent to ${url.hostname}: ${hosts ? `its credential allows ${hosts} only` : "its credential allows no host yet"}. Nothing was sent.`;
    }
  }
  return null;
}

/** A path as it was written as far as placeholders go: parsing a URL escapes their braces. */
export function readablePath({ pathname }: URL): string {
  return pathname.replace(/\$%7[bB](CONNECTOR_[A-Z0-9_]+)%7[dD]/g, "$${$1}");
}
