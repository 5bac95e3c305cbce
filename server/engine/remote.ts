import { z } from "zod";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { timeoutSignal } from "@/server/timeout-signal";

const patienceMs = 5_000;
const stateReply = z.object({
  queueDepth: z.number(),
  oldestQueuedMs: z.number().nullable(),
  callsRunning: z.number(),
  timers: z.number(),
});
export type EngineLive = z.infer<typeof stateReply>;

/** Which engine carries out the functions, and where its own page is when that is not the hub's. */
export function describeEngine(): { kind: "embedded" | "server" | "cloud"; url: string | null } {
  const { ENSEMBLE_ENGINE, INNGEST_BASE_URL } = env();
  if (ENSEMBLE_ENGINE === "embedded") return { kind: "embedded", url: null };
  return INNGEST_BASE_URL
    ? { kind: "server", url: INNGEST_BASE_URL }
    : { kind: "cloud", url: "https://app.inngest.com" };
}

/** Throws conflict when the runs are not the hub's own to show. */
export function requireEmbedded(): void {
  const { kind, url } = describeEngine();
  if (kind !== "embedded")
    throw new AppError(
      "conflict",
      `This hub runs on ${kind === "server" ? "an Inngest server" : "Inngest Cloud"}, which keeps the runs itself. See them at ${url}.`,
    );
}

/** How busy the embedded engine is. Throws unavailable when it does not answer. */
export async function readLive(): Promise<EngineLive> {
  return stateReply.parse(await askEngine("GET", "/v1/state"));
}

/** Ends a run that goes on. Throws not_found, and conflict when it has ended already. */
export async function cancelOnEngine(runId: string): Promise<void> {
  await askEngine("DELETE", `/v1/runs/${encodeURIComponent(runId)}`);
}

/** Starts an ended run's function anew with the same event; returns the new run's id. Throws not_found, conflict. */
export async function retryOnEngine(runId: string): Promise<string> {
  const reply = await askEngine("POST", `/v1/runs/${encodeURIComponent(runId)}/retry`);
  return z.object({ data: z.object({ run_id: z.string() }) }).parse(reply).data.run_id;
}

async function askEngine(method: string, path: string): Promise<unknown> {
  const { INNGEST_BASE_URL, INNGEST_SIGNING_KEY } = env();
  const response = await fetch(`${INNGEST_BASE_URL}${path}`, {
    method,
    headers: { Authorization: `Bearer ${INNGEST_SIGNING_KEY}` },
    signal: timeoutSignal(patienceMs),
  }).catch((error: unknown) => {
    throw unavailable("It cannot be reached.", error);
  });
  const text = await response.text();
  if (response.ok) return text === "" ? null : JSON.parse(text);
  const reason = readReason(text);
  if (response.status === 404) throw new AppError("not_found", upperFirst(reason));
  if (response.status === 409) throw new AppError("conflict", upperFirst(reason));
  throw unavailable(`It answered ${response.status}: ${reason}.`);
}

function unavailable(detail: string, cause?: unknown): AppError {
  return new AppError(
    "unavailable",
    `The engine does not answer. ${detail} It is started again by itself; try again in a few seconds.`,
    { headers: { "Retry-After": "5" }, cause },
  );
}

function readReason(text: string): string {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(text)).error;
  } catch {
    return "no reason given";
  }
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
