import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { listOwnSecrets } from "@/scripts/worker/secrets";
import { createRedactor } from "@/server/redact";

const none = () => {
  throw new Error("no such file");
};
const secret = () => randomBytes(18).toString("hex");

describe("the worker's own secrets", () => {
  test("are the values of variables that the CLI is given and whose name says so", () => {
    const values = Array.from({ length: 6 }, secret);
    const names = [
      "ANTHROPIC_API_KEY",
      "ANTHROPIC_AUTH_TOKEN",
      "CLAUDE_CODE_OAUTH_TOKEN",
      "CLAUDE_CODE_CLIENT_SECRET",
      "ANTHROPIC_PASSWORD",
      "claude_session_key",
    ];
    const own = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    expect(listOwnSecrets(own, none)).toEqual(values);
    const plain = {
      ANTHROPIC_MODEL: "claude-sonnet-5-5",
      ANTHROPIC_BASE_URL: "https://api.example.com",
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: "128000",
      CLAUDE_CODE_API_KEY_HELPER_TTL_MS: "3600000",
      ANTHROPIC_API_KEY: "",
      AWS_SECRET_ACCESS_KEY: secret(),
      NO_PROXY: "localhost,.example.com",
    };
    expect(listOwnSecrets(plain, none)).toEqual([]);
  });

  test("are what is sent along as headers", () => {
    const [one, two] = [secret(), secret()];
    const own = { ANTHROPIC_CUSTOM_HEADERS: `X-Gateway: ${one}\nX-Other:${two}` };
    expect(listOwnSecrets(own, none)).toEqual([one, two]);
  });

  test.each([
    ["HTTPS_PROXY", "http://", ":3128"],
    ["http_proxy", "", ":3128/"],
    ["ANTHROPIC_BASE_URL", "https://", "/v1?at=me@home"],
  ])("are the password in the address of %s, and with its user as it is sent", (name, before, after) => {
    const password = `${secret()}@+/`;
    const own = { [name]: `${before}jane:${encodeURIComponent(password)}@proxy.example.com${after}` };
    const redactor = createRedactor(listOwnSecrets(own, none));
    const basic = Buffer.from(`jane:${password}`).toString("base64");
    for (const form of [password, encodeURIComponent(password), own[name] ?? "", `Basic ${basic}`]) {
      const text = redactor.redact(`It said ${form} twice`);
      expect(text).toContain("[REDACTED]");
      expect(text).not.toContain(password.slice(0, 36));
      expect(text).not.toContain(basic.slice(8));
    }
  });

  test("are what the CLI has signed in with, wherever it keeps that", () => {
    const [accessToken, refreshToken, key] = [secret(), secret(), secret()];
    const stored = {
      claudeAiOauth: {
        accessToken,
        refreshToken,
        expiresAt: 1_800_000_000_000,
        scopes: ["user:inference"],
        subscriptionType: "max",
      },
      mcpOAuth: [{ key }],
    };
    const files: Record<string, string> = {
      "/home/w/.claude/.credentials.json": JSON.stringify(stored),
      "/etc/claude/.credentials.json": JSON.stringify({ accessToken: "elsewhere" }),
      "/broken/.claude/.credentials.json": '{"accessToken": "ha',
    };
    const read = (path: string) => files[path] ?? none();
    expect(listOwnSecrets({ HOME: "/home/w" }, read)).toEqual([accessToken, refreshToken, key]);
    expect(listOwnSecrets({ HOME: "/home/w", CLAUDE_CONFIG_DIR: "/etc/claude" }, read)).toEqual([
      "elsewhere",
    ]);
    for (const own of [{ HOME: "/broken" }, { HOME: "/nowhere" }, {}])
      expect(listOwnSecrets(own, read)).toEqual([]);
  });
});
