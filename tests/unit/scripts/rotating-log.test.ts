import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRotatingLog } from "@/scripts/start/rotating-log";

test("a log that is written for ever stays in three bounded files", () => {
  const folder = mkdtempSync(join(tmpdir(), "ensemble-log-"));
  const log = openRotatingLog(join(folder, "web.log"));
  const chunk = Buffer.alloc(1024 * 1024, "x");
  for (let index = 0; index < 30; index += 1) log.write(chunk);
  expect(readdirSync(folder).sort()).toEqual(["web.log", "web.log.1", "web.log.2"]);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(6 * 1024 * 1024);
  }
  rmSync(folder, { recursive: true });
});
