import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HubEvent } from "@/inngest/events";
import { readProcesses } from "@/scripts/start/processes";

/** Sends a fact straight to a hub's embedded engine, as the SDK would. */
export async function tellEngine({ dataDir }: { dataDir: string }, { name, data }: HubEvent): Promise<void> {
  const secrets = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")) as Record<string, string>;
  const port = readProcesses(dataDir)?.enginePort;
  const response = await fetch(`http://127.0.0.1:${port}/e/${secrets.INNGEST_EVENT_KEY}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify([{ name, data }]),
  });
  if (!response.ok) throw new Error(`The engine answered ${response.status}: ${await response.text()}`);
}
