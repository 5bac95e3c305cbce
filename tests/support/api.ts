export type HubAddress = { url: string; teamKey: string };
export type Reply = { status: number; headers: Headers; text: string; json: unknown };
export type Sending = {
  /** Sent as JSON with its content type. */
  json?: unknown;
  /** Sent as it stands. */
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** The bearer; the team key when absent, none when null. */
  key?: string | null;
};

/** One request to a hub. Whatever the status is, the reply is returned. */
export async function send(
  { url, teamKey }: HubAddress,
  method: string,
  path: string,
  { json, body, headers = {}, key = teamKey }: Sending = {},
): Promise<Reply> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
    redirect: "manual",
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** The JSON of a 2xx reply. Throws what the hub said otherwise. */
export async function ask<Output>(
  hub: HubAddress,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  json?: unknown,
): Promise<Output> {
  const reply = await send(hub, method, path, json === undefined ? {} : { json });
  if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
  return reply.json as Output;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
