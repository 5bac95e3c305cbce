import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureSecrets } from "@/scripts/start/secrets";

const none: NodeJS.ProcessEnv = { NODE_ENV: "test" };
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ensemble-secrets-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("makes each secret in its form, once, readable by the owner alone", () => {
  const secrets = ensureSecrets(folder, none);
  expect(secrets.MASTER_KEY).toMatch(/^[0-9a-f]{64}$/);
  expect(secrets.TEAM_API_KEY).toMatch(/^dac_[0-9a-f]{48}$/);
  expect(secrets.INNGEST_SIGNING_KEY).toMatch(/^signkey-prod-[0-9a-f]{64}$/);
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(ensureSecrets(folder, none)).toEqual(secrets);
});

test.each([
  ["TEAM_API_KEY", "TEAM_API_KEY"],
  ["TEAM_API_KEY_FILE", "TEAM_API_KEY"],
  ["MASTER_KEYS", "MASTER_KEY"],
])("leaves out what is given: %s", (given, leftOut) => {
  expect(ensureSecrets(folder, { ...none, [given]: "given" })).not.toHaveProperty(leftOut);
});

test("refuses a damaged file", () => {
  writeFileSync(join(folder, "secrets.json"), "{");
  expect(() => ensureSecrets(folder, none)).toThrow(/damaged/);
});

test("refuses to make a new master key over existing data", () => {
  mkdirSync(join(folder, "pg"));
  expect(() => ensureSecrets(folder, none)).toThrow(/^MASTER_KEY is missing/);
});
