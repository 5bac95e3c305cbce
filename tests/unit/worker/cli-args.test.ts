import { expect, test } from "vitest";
import { buildCliArgs, buildCliEnvironment } from "@/scripts/worker/cli-args";

const config = { timeoutMs: 1_000, maxOutputBytes: 1_000 };
const always = ["-p", "-", "--output-format", "stream-json", "--verbose"];

const listing = (...hosts: string[]) => ({
  ...config,
  networkPolicy: { mode: "allow-list", allowedHosts: hosts.map((host) => ({ host, ports: [443] })) },
});

test.each<[string, Parameters<typeof buildCliArgs>, string[]]>([
  ["nothing else", [{ config }], []],
  ["a model", [{ config, model: "claude-opus-5-5" }], ["--model", "claude-opus-5-5"]],
  [
    "limits",
    [{ config: { ...config, maxBudgetUsd: 0.5, maxTurns: 7 } }],
    ["--max-budget-usd", "0.5", "--max-turns", "7"],
  ],
  [
    "allowed tools",
    [{ config, permissionPolicy: { allowedTools: ["Bash(git:*)", "Read"] } }],
    ["--allowedTools", "Bash(git:*),Read"],
  ],
  ["no allowed tools", [{ config, permissionPolicy: { allowedTools: [], skipAllPermissions: false } }], []],
  [
    "all permissions",
    [{ config, permissionPolicy: { skipAllPermissions: true } }],
    ["--dangerously-skip-permissions"],
  ],
  [
    "no network",
    [{ config, permissionPolicy: { allowNetwork: false } }],
    ["--disallowedTools", "WebFetch,WebSearch"],
  ],
  [
    "a network policy that denies all",
    [{ config: { ...config, networkPolicy: { mode: "deny-all" } } }],
    ["--disallowedTools", "WebFetch,WebSearch"],
  ],
  [
    "a list of hosts, and no search",
    [
      {
        config: listing(
          "API.example.com",
          "*.docs.example.com",
          "api.example.com:443",
          "[::1]",
          "a.com),Bash(*",
        ),
      },
    ],
    [
      "--allowedTools",
      "WebFetch(domain:api.example.com),WebFetch(domain:*.docs.example.com)",
      "--disallowedTools",
      "WebSearch",
    ],
  ],
  [
    "a list of hosts, which allowed tools do not widen",
    [
      {
        config: listing("api.example.com"),
        permissionPolicy: {
          allowedTools: [
            "WebFetch",
            "Read",
            "WebSearch",
            "WebFetch(domain:b.com)",
            "Glob,WebFetch",
            "WebFetcher",
          ],
        },
      },
    ],
    ["--allowedTools", "Read,WebFetcher,WebFetch(domain:api.example.com)", "--disallowedTools", "WebSearch"],
  ],
  ["an empty list of hosts", [{ config: listing() }], ["--disallowedTools", "WebFetch,WebSearch"]],
  [
    "a list of hosts that nothing would hold a fetch to",
    [{ config: listing("api.example.com"), permissionPolicy: { skipAllPermissions: true } }],
    ["--disallowedTools", "WebFetch,WebSearch", "--dangerously-skip-permissions"],
  ],
  [
    "no network in spite of a list of hosts",
    [{ config: listing("api.example.com"), permissionPolicy: { allowNetwork: false } }],
    ["--disallowedTools", "WebFetch,WebSearch"],
  ],
  ["a session to go on with", [{ config }, "ses-1"], ["--resume", "ses-1"]],
])("asks the CLI for %s", (_name, order, flags) => {
  expect(buildCliArgs(...order)).toEqual([...always, ...flags]);
});

test("the CLI sees the persona's credentials and what it needs to sign in, nothing else of the worker's", () => {
  const own = {
    PATH: "/bin",
    HOME: "/home/w",
    LC_ALL: "C",
    ANTHROPIC_API_KEY: "key",
    CLAUDE_CODE_OAUTH_TOKEN: "oauth",
    HTTPS_PROXY: "http://proxy",
    WORKER_TOKEN: "secret",
    ORCHESTRATOR_URL: "https://hub",
    DATABASE_URL: "postgres://",
    AWS_SECRET_ACCESS_KEY: "no",
    CONNECTOR_OTHER: "the worker's own",
    UNSET: undefined,
  };
  expect(buildCliEnvironment(own, { CONNECTOR_GITHUB_TOKEN: "ghp", PATH: "/evil" }, "/srv/x")).toEqual({
    PATH: "/bin",
    HOME: "/home/w",
    LC_ALL: "C",
    ANTHROPIC_API_KEY: "key",
    CLAUDE_CODE_OAUTH_TOKEN: "oauth",
    HTTPS_PROXY: "http://proxy",
    TMPDIR: "/srv/x",
    CONNECTOR_GITHUB_TOKEN: "ghp",
  });
});
