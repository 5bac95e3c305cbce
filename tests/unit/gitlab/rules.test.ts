import { expect, test } from "vitest";
import { writePrompt } from "@/server/gitlab/export-persona";
import { readWords, toGitlabFault } from "@/server/gitlab/fault";
import { connectInput, pipelineInput } from "@/server/gitlab/schema";
import { explainUnmaskable, toVariableKey } from "@/server/gitlab/variable-rules";

test.each([
  ["CONNECTOR_GITHUB_TOKEN", "GITHUB_TOKEN"],
  ["CONNECTOR_SLACK", "SLACK"],
  ["CONNECTOR_CONNECTOR_KEY", "CONNECTOR_KEY"],
])("%s is %s in GitLab", (name, key) => {
  expect(toVariableKey(name)).toBe(key);
});

test.each([
  ["1234567", "fewer than 8"],
  ["", "fewer than 8"],
  ["two words", "spaces"],
  ["line\nbreak", "spaces"],
  ["12345678", null],
  ["pa$$w0rd!", null],
])("%j can be masked unless %s", (value, why) => {
  const said = explainUnmaskable(value);
  if (why === null) expect(said).toBeNull();
  else expect(said).toContain(why);
});

test("the prompt has its sections in order and names variables, nothing more of them", () => {
  const structuredPrompt = JSON.stringify({
    errorHandling: "Say so.",
    identity: "You are.",
    examples: "Like this.",
    toolGuidance: "Use it.",
    instructions: "Do.",
  });
  const text = writePrompt({ systemPrompt: "unused", structuredPrompt }, ["GITHUB_TOKEN", "SLACK"]);
  expect(text.match(/^## .+$/gm)).toEqual([
    "## Identity",
    "## Instructions",
    "## Tool Guidance",
    "## Examples",
    "## Error Handling",
    "## Environment Variables",
  ]);
  expect(text).toMatch(/- `\$GITHUB_TOKEN`\n- `\$SLACK`$/);
  expect(writePrompt({ systemPrompt: " Plain. ", structuredPrompt: null }, [])).toBe("## Identity\nPlain.");
});

test.each([
  [401, { message: "401 Unauthorized" }, "unprocessable", "invalid_token", "connect again"],
  [
    403,
    { error: "insufficient_scope", error_description: "Needs api" },
    "unprocessable",
    "missing_scope",
    "Needs api",
  ],
  [404, { message: "404 Project Not Found" }, "not_found", "not_found", "Project Not Found"],
  [429, {}, "rate_limited", "rate_limited", "wait"],
  [302, {}, "unprocessable", "redirected", "https://other.test"],
  [502, { message: "down" }, "provider_failed", "server_error", "502: down"],
  [400, { message: { key: ["is taken", "is bad"] } }, "unprocessable", "refused", "key is taken, is bad"],
])("a %i of GitLab's is told as what it means", (status, body, code, errorType, words) => {
  const headers = new Headers({ location: "https://other.test", "retry-after": "9" });
  const fault = toGitlabFault(status, headers, JSON.stringify(body), "the thing");
  expect(fault).toMatchObject({ code, status, extra: { errorType } });
  expect(fault.message).toContain(words);
  expect(fault.headers).toEqual(status === 429 ? { "Retry-After": "9" } : {});
});

test.each([
  [null, ""],
  ["text", ""],
  [{ error: "key is missing" }, "key is missing"],
  [{ message: "x".repeat(400) }, `${"x".repeat(300)}…`],
])("words are read from %j", (body, words) => {
  expect(readWords(body)).toBe(words);
});

test.each([
  [{ token: "" }, "token"],
  [{ token: "   " }, "token"],
  [{ token: "a b" }, "token"],
  [{ token: "glpat-x", baseUrl: "gitlab.com" }, "baseUrl"],
  [{ token: "glpat-x", baseUrl: "ftp://gitlab.com" }, "baseUrl"],
])("%j does not connect", (input, path) => {
  expect(connectInput.safeParse(input).error?.issues[0]?.path).toEqual([path]);
});

test("a pipeline's variables have names that GitLab takes", () => {
  const input = { projectId: "12", ref: "main" };
  expect(pipelineInput.parse(input)).toEqual({ projectId: 12, ref: "main", variables: {} });
  expect(pipelineInput.safeParse({ ...input, variables: { "a b": "1" } }).success).toBe(false);
  expect(pipelineInput.safeParse({ ...input, projectId: "0" }).success).toBe(false);
});
