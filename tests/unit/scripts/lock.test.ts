import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { takeLock } from "@/scripts/start/lock";
import { identifyProcess } from "@/scripts/start/process-identity";

const folder = mkdtempSync(join(tmpdir(), "ensemble-lock-"));
const path = join(folder, "lock.json");

afterEach(() => rmSync(path, { force: true }));

test("a lock is refused while its holder runs, and given once it is released", () => {
  const first = takeLock(path, "http://localhost:1");
  if (!("release" in first)) throw new Error("not taken");
  expect(takeLock(path, "http://localhost:2")).toMatchObject({
    holder: { pid: process.pid, note: "http://localhost:1" },
  });
  first.release();
  expect(takeLock(path, "http://localhost:2")).toHaveProperty("release");
});

test("a lock is taken over from a holder that has ended", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const holder = identifyProcess(child.pid ?? 0);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  writeFileSync(path, JSON.stringify({ ...holder, note: "gone" }));
  expect(takeLock(path, "new")).toHaveProperty("release");
});

test("a lock is taken over when its holder's number belongs to another process now", () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: "another time", note: "gone" }));
  expect(takeLock(path, "new")).toHaveProperty("release");
});

test("a damaged lock file is no lock, and nothing is left beside the lock", () => {
  writeFileSync(path, "");
  expect(takeLock(path, "new")).toHaveProperty("release");
  expect(readdirSync(folder)).toEqual(["lock.json"]);
});
