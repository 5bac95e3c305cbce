import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { measureBudgets } from "@/tests/bench/budgets";
import { measureEngine } from "@/tests/bench/engine";
import { measureReaction, measureThroughput } from "@/tests/bench/executions";
import { atMost, printTable, type Row } from "@/tests/bench/figures";
import { measureDurableIngest, measureIngest } from "@/tests/bench/ingest";
import { measureMatching } from "@/tests/bench/matching";
import { measureMemory } from "@/tests/bench/memory";
import { measurePage } from "@/tests/bench/page";
import { measurePageWeight } from "@/tests/bench/page-weight";
import { measureTriggers } from "@/tests/bench/triggers";
import { measureStreams, measureTurns } from "@/tests/bench/turns";
import { measureVault } from "@/tests/bench/vault";
import { createDatabase } from "@/tests/support/database";
import { type Hub, startHub } from "@/tests/support/hub";
import { startMessagesApi } from "@/tests/support/messages-api";
import { signInWith } from "@/tests/support/session";

/**
 * Everything the hub promises about speed and memory, on this machine, over loopback, with a local
 * stand-in for the model. With BENCH_DATABASE_URL (a Postgres server) executions are measured there too.
 */
const isQuick = process.argv.includes("--quick");
const idleMs = isQuick ? 5_000 : 60_000;
const pages = [
  "/",
  "/executions",
  "/executions/compare",
  "/events",
  "/events/lanes",
  "/personas",
  "/personas/release-scribe",
  "/personas/release-scribe/tools",
  "/reviews",
  "/messages",
  "/memories",
  "/tools",
  "/credentials",
  "/workers",
  "/gitlab",
  "/subscriptions/new",
  "/triggers/new",
  "/webhooks",
  "/webhooks/endpoints",
  "/settings",
  "/settings/engine",
  "/docs",
];

const model = await startMessagesApi();
const env = { ANTHROPIC_API_KEY: model.key, ANTHROPIC_BASE_URL: model.url, LOG_LEVEL: "warn" };
const dataDir = mkdtempSync(join(tmpdir(), "ensemble-bench-"));

const first = await startHub({ dataDir, env });
await delay(idleMs);
const memory = measureMemory("first start", readPids(first), 1_200);
await first.stop();

const startedAt = performance.now();
const hub = await startHub({ dataDir, env });
memory.push(atMost("ready on existing data", (performance.now() - startedAt) / 1000, 5, "s"));
await delay(idleMs);
memory.push(...measureMemory("second start", readPids(hub), 950));
printTable("Start and memory", memory);

printTable("Webhooks, embedded database", [
  ...(await measureIngest(hub)),
  ...(await measureDurableIngest(hub, 700)),
]);
printTable("Engine, database in memory", await measureEngine());
printTable("Matching, embedded database", await measureMatching(hub.databaseUrl));
printTable("Vault, database in memory", await measureVault());
printTable("Budgets and traces, database in memory", await measureBudgets());
printTable("Triggers, embedded database", await measureTriggers(hub));
printTable("Executions, embedded database", await measureExecutions(hub, 25));
printTable("Turns and streams, embedded database", [
  ...(await measureTurns(hub, model)),
  ...(await measureStreams(hub, model)),
]);

printTable("In a browser, embedded database", await measurePage(hub, model));

const cookie = await signInWith(hub.url, new URL(hub.ownerLink).searchParams.get("token") ?? "");
printTable("Pages", await measurePageWeight(hub.url, cookie ?? "", pages));
await hub.stop();
rmSync(dataDir, { recursive: true, force: true });

if (process.env.BENCH_DATABASE_URL) {
  const database = await createDatabase(process.env.BENCH_DATABASE_URL);
  const onPostgres = await startHub({ env: { ...env, DATABASE_URL: database.url } });
  printTable("Webhooks, Postgres", [
    ...(await measureIngest(onPostgres)),
    ...(await measureDurableIngest(onPostgres, 1_000)),
  ]);
  printTable("Engine, Postgres", await measureEngine(process.env.BENCH_DATABASE_URL));
  printTable("Matching, Postgres", await measureMatching(onPostgres.databaseUrl));
  printTable("Executions, Postgres", await measureExecutions(onPostgres, 60));
  printTable("Turns and streams, Postgres", [
    ...(await measureTurns(onPostgres, model)),
    ...(await measureStreams(onPostgres, model)),
  ]);
  printTable("In a browser, Postgres", await measurePage(onPostgres, model));
  await onPostgres.stop();
  await database.close();
}
await model.stop();
process.exit(0);

async function measureExecutions(target: Hub, least: number): Promise<Row[]> {
  const firstSeen = (marker: string) => model.find(`"${marker}"`)[0]?.receivedAt;
  const reaction = await measureReaction(target, { firstSeen });
  model.reset();
  return [...reaction, ...(await measureThroughput(target, isQuick ? 300 : 1_500, least))];
}

function readPids({ pids }: Hub): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pids).flatMap(([name, pid]) => (pid === null ? [] : [[name, pid]])),
  );
}
