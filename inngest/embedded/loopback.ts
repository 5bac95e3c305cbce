import { type Ask, type Route, refuse, writeAnswer } from "./exchange";

/** The engines of this process by the address that they listen on. */
const routes = new Map<string, Route>();

/** Lets functions in this process reach the engine at `origin` without the network. Returns how to end that. */
export function openLoopback(origin: string, route: Route): () => void {
  routes.set(origin, route);
  return () => {
    if (routes.get(origin) === route) routes.delete(origin);
  };
}

/**
 * The client's fetch: what goes to an engine in this process is handed over in memory, everything else
 * goes out as usual. So a step's result costs no request where functions and engine live together.
 */
export const loopbackFetch: typeof fetch = async (input, init) => {
  const url = typeof input === "string" || input instanceof URL ? new URL(input) : null;
  const route = url ? routes.get(url.origin) : undefined;
  const body = init?.body ?? "";
  if (!url || !route || typeof body !== "string") return fetch(input, init);
  const headers = new Headers(init?.headers);
  const ask: Ask = {
    method: init?.method ?? "GET",
    path: url.pathname,
    header: (name) => headers.get(name),
    text: async (limit) => (Buffer.byteLength(body) > limit ? null : body),
  };
  const answer = (await route(ask)) ?? refuse(404, "not found");
  const text = writeAnswer(answer);
  return new Response(text === "" ? null : text, {
    status: answer.status,
    headers: { "content-type": "application/json" },
  });
};
