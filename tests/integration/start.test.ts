import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identifyProcess } from "@/scripts/start/process-identity";
import { type Hub, startHub } from "@/tests/support/hub";

const dataDir = mkdtempSync(join(tmpdir(), "ensemble-start-"));
let hub: Hub;

beforeAll(async () => {
  hub = await startHub({ dataDir, seed: false });
});

afterAll(async () => {
  await hub.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("a start", () => {
  test("prints every surface and a ready-made line", () => {
    const surfaces = [
      "/docs",
      "/api/openapi.json",
      "/api/gitlab/webhook",
      "/api/webhooks/:personaId",
      "/health",
      "/healthz",
    ];
    for (const path of surfaces) expect(hub.output).toContain(`${hub.url}${path}`);
    expect(hub.output).toContain(
      `curl -X POST ${hub.url}/api/gitlab/webhook -H "Authorization: Bearer ${hub.teamKey}" -H "Content-Type: application/json" --data @public/examples/gitlab-push.json`,
    );
    expect(hub.ownerLink).toMatch(/\/sign-in\?token=[0-9a-f]+$/);
    expect(hub.teamKey).toMatch(/^dac_[0-9a-f]{48}$/);
  });

  test("keeps secrets to the owner of the folder", () => {
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    for (const name of ["secrets.json", "processes.json", "logs/web.log"]) {
      expect(statSync(join(dataDir, name)).mode & 0o777, name).toBe(0o600);
    }
  });

  test("refuses a second one on the same folder, naming the first", () => {
    const { status, stderr } = runStart(["--port", "0", "--data", dataDir]);
    expect(status).toBe(1);
    expect(stderr).toContain(`pid ${hub.pids.supervisor}, ${hub.url}`);
  });

  test("refuses a busy port, naming its holder, which lives on", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const other = mkdtempSync(join(tmpdir(), "ensemble-start-"));
    const { status, stderr } = runStart(["--port", String(port), "--data", other]);
    expect(status).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken by pid ${process.pid}`);
    expect(server.listening).toBe(true);
    server.close();
    rmSync(other, { recursive: true });
  });

  test.each([
    [{ MASTER_KEY: "short" }, /^ensemble: MASTER_KEY .+example/],
    [{ DATABASE_URL: "mysql://x" }, /^ensemble: DATABASE_URL .+example/],
    [{ INNGEST_BASE_URL: "http://127.0.0.1:9" }, /^ensemble: INNGEST_EVENT_KEY is missing/],
    [{ PORT: "http" }, /^ensemble: PORT is malformed/],
  ])("names a malformed variable in one line: %o", (env, line) => {
    const other = mkdtempSync(join(tmpdir(), "ensemble-start-"));
    const { status, stderr } = runStart(["PORT" in env ? "--no-seed" : "--port=0", "--data", other], env);
    expect(status).toBe(1);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    rmSync(other, { recursive: true });
  });
});

describe("a process that is killed", () => {
  test.each(["database", "engine", "web"] as const)(
    "%s is started again, and the start says so",
    async (name) => {
      const pid = hub.pids[name] ?? 0;
      process.kill(pid, "SIGKILL");
      await until(() => hub.output.includes(`${name} serves again`));
      await until(async () => (await readStatus(`${hub.url}/healthz`)) === 200);
      expect(hub.output).toContain(`${name} ended (signal SIGKILL)`);
      expect(hub.pids[name]).not.toBe(pid);
    },
  );

  test("the supervisor takes the others with it, and the next start continues", async () => {
    const { supervisor, database, engine, web } = hub.pids;
    const teamKey = hub.teamKey;
    process.kill(supervisor, "SIGKILL");
    hub = await startHub({ dataDir, seed: false });
    for (const pid of [database, engine, web]) expect(identifyProcess(pid ?? 0)).toBeNull();
    expect(hub.teamKey).toBe(teamKey);
    expect(await readStatus(`${hub.url}/healthz`)).toBe(200);
  });
});

test("SIGTERM ends everything with exit code 0", async () => {
  const pids = Object.values(hub.pids);
  expect(await hub.stop()).toBe(0);
  for (const pid of pids) expect(identifyProcess(pid ?? 0)).toBeNull();
  hub = await startHub({ dataDir, seed: false });
});

function runStart(flags: string[], env: Record<string, string> = {}) {
  const { PATH = "", HOME = "" } = process.env;
  return spawnSync("sh", ["scripts/run.sh", "start", ...flags], {
    encoding: "utf8",
    env: { NODE_ENV: "production", PATH, HOME, ENSEMBLE_ENV_FILE: "", ...env },
    timeout: 60_000,
  });
}

async function readStatus(url: string): Promise<number> {
  const response = await fetch(url).catch(() => null);
  await response?.body?.cancel();
  return response?.status ?? 0;
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await delay(50);
}
