import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const patienceMs = 120_000;
const pauseMs = 40;

/**
 * Waits until the hub's readiness door answers 200: web, database and engine are there. Throws its last
 * answer after two minutes.
 */
export async function awaitHealth(host: string, port: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let last = "no answer";
  while (Date.now() < deadline) {
    const answer = await probe(isWildcard(host) ? "127.0.0.1" : host, port);
    if (answer.status === 200) return;
    last = answer.text;
    await delay(pauseMs, undefined, { signal });
  }
  throw new Error(`The hub does not become ready. /healthz says: ${last}`);
}

function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function probe(host: string, port: number): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: "/healthz", timeout: 30_000, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: text.slice(0, 1_000) }));
      response.on("error", (error) => resolve({ status: 0, text: error.message }));
    });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", (error) => resolve({ status: 0, text: error.message }));
  });
}
