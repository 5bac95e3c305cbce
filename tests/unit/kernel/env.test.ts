import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadEnv } from "@/server/env";
import { makeEnvironment } from "@/tests/support/test-environment";

const given = makeEnvironment();
const hex = () => randomBytes(32).toString("hex");

describe("loadEnv", () => {
  test("takes what is needed and fills in defaults", () => {
    expect(loadEnv(given)).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
      PUBLIC_URL: "http://localhost:3000",
      ENSEMBLE_DATA_DIR: ".ensemble",
      RETENTION_DAYS: 30,
      RESTART_WAIT_MS: 30_000,
      LOG_LEVEL: "info",
    });
  });

  test("derives PUBLIC_URL from PORT, and drops a trailing slash of a given one", () => {
    expect(loadEnv({ ...given, PORT: "4450" }).PUBLIC_URL).toBe("http://localhost:4450");
    expect(loadEnv({ ...given, PUBLIC_URL: "https://hub.example.com/" }).PUBLIC_URL).toBe(
      "https://hub.example.com",
    );
  });

  test.each(["DATABASE_URL", "MASTER_KEY", "TEAM_API_KEY", "NEXTAUTH_SECRET"])(
    "names a missing %s",
    (name) => {
      expectOneLine({ [name]: undefined }, name, /is missing/);
      expectOneLine({ [name]: "" }, name, /is missing/);
    },
  );

  test.each([
    ["PORT", "eighty", /number/],
    ["PORT", "70000", /65535/],
    ["PUBLIC_URL", "hub.example.com", /http\(s\) URL/],
    ["PUBLIC_URL", "ftp://hub.example.com", /http\(s\) URL/],
    ["DATABASE_URL", "mysql://localhost/x", /must begin with postgresql/],
    ["DATABASE_POOL_SIZE", "0", /1/],
    ["ANTHROPIC_BASE_URL", "localhost:8080", /http\(s\) URL/],
    ["RETENTION_DAYS", "-1", /1/],
    ["LOG_LEVEL", "loud", /debug/],
    ["ENSEMBLE_ENGINE", "steam", /embedded/],
    ["GITLAB_WEBHOOK_SECRET", "short", /too short/],
    ["TEAM_API_KEY", "short", /too short/],
    ["TEAM_API_KEY", "changeme-changeme-changeme", /sample/],
    ["TEAM_API_KEY", "your-team-api-key-here", /sample/],
    ["TEAM_API_KEY", "aaaaaaaaaaaaaaaaaaaaaaaa", /sample/],
    ["NEXTAUTH_SECRET", "secretsecretsecretsecret", /sample/],
    ["MASTER_KEY", "abc", /64 hex digits/],
    ["MASTER_KEY", "0".repeat(64), /sample/],
    ["MASTER_KEY", "0123456789abcdef".repeat(4), /sample/],
    ["MASTER_KEYS", "nocolon", /64 hex digits/],
    ["MASTER_KEYS", `:${"ab".repeat(32)}`, /key id/],
    ["MASTER_KEYS", `a:${"zz".repeat(32)}`, /64 hex digits/],
  ])("refuses %s=%s in one line with purpose and example", (name, value, problem) => {
    expectOneLine({ [name]: value }, name, problem);
  });

  test("refuses sign-in with GitHub that nobody could use", () => {
    const base = { GH_OAUTH_CLIENT_ID: "Iv23", GH_OAUTH_CLIENT_SECRET: "s" };
    expectOneLine(base, "GH_ALLOWED_USERS", /nobody could sign in/);
  });

  test("refuses INNGEST_BASE_URL without its keys, by name", () => {
    const base = { INNGEST_BASE_URL: "https://inngest.example.com" };
    expectOneLine(base, "INNGEST_EVENT_KEY", /INNGEST_BASE_URL is set/);
    expectOneLine({ ...base, INNGEST_EVENT_KEY: hex() }, "INNGEST_SIGNING_KEY", /INNGEST_BASE_URL is set/);
  });

  test("never repeats a secret in its message", () => {
    for (const name of ["TEAM_API_KEY", "NEXTAUTH_SECRET", "MASTER_KEY", "GITLAB_WEBHOOK_SECRET"]) {
      expect(() => loadEnv({ ...given, [name]: "hunter2" })).toThrow(/^(?!.*hunter2)/);
    }
  });

  test("reads the key ring, the first key active, and lets it win over MASTER_KEY", () => {
    const { keyRing } = loadEnv({ ...given, MASTER_KEYS: `2026b:${hex()}, 2026a:${hex()}` });
    expect(keyRing.active).toBe("2026b");
    expect([...keyRing.keys.keys()]).toEqual(["2026b", "2026a"]);
    expect(loadEnv(given).keyRing.active).toBe("main");
  });

  test("takes CLAUDE_TOKEN for ANTHROPIC_API_KEY, which wins", () => {
    expect(loadEnv({ ...given, CLAUDE_TOKEN: "two" }).ANTHROPIC_API_KEY).toBe("two");
    expect(loadEnv({ ...given, CLAUDE_TOKEN: "two", ANTHROPIC_API_KEY: "one" }).ANTHROPIC_API_KEY).toBe(
      "one",
    );
  });

  describe("NAME_FILE", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "ensemble-env-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test("is read and trimmed; the variable itself wins", () => {
      const path = join(folder, "key");
      const key = `dac_${hex()}`;
      writeFileSync(path, `${key}\n`);
      expect(loadEnv({ ...given, TEAM_API_KEY: undefined, TEAM_API_KEY_FILE: path }).TEAM_API_KEY).toBe(key);
      expect(loadEnv({ ...given, TEAM_API_KEY_FILE: path }).TEAM_API_KEY).toBe(given.TEAM_API_KEY);
    });

    test("that cannot be read is named", () => {
      const path = join(folder, "nothing-here");
      expect(() => loadEnv({ ...given, TEAM_API_KEY: undefined, TEAM_API_KEY_FILE: path })).toThrow(
        `TEAM_API_KEY_FILE names ${path}, which cannot be read.`,
      );
    });
  });
});

function expectOneLine(changed: Record<string, string | undefined>, name: string, problem: RegExp): void {
  const message = catchMessage(() => loadEnv({ ...given, ...changed }));
  expect(message).toMatch(new RegExp(`^${name} `));
  expect(message).toMatch(problem);
  expect(message).toMatch(/ It is .*(example|one of).+\.$/);
  expect(message).not.toContain("\n");
}

function catchMessage(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
}
