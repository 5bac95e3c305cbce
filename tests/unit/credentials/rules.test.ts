import { expect, test } from "vitest";
import { isHostAllowed } from "@/server/credentials/allowed-hosts";
import { planTest } from "@/server/credentials/test-request";
import { toVariableName } from "@/server/credentials/variable-name";

test.each([
  ["github", "token", "CONNECTOR_GITHUB_TOKEN"],
  ["My GitHub (work)", "access-token", "CONNECTOR_MY_GITHUB__WORK__ACCESS_TOKEN"],
  ["café", "straße.1", "CONNECTOR_CAF__STRASSE_1"],
  ["db", null, "CONNECTOR_DB"],
])("%s with the field %s becomes %s", (name, field, variable) => {
  expect(toVariableName(name, field)).toBe(variable);
});

test.each([
  ["https://api.example.com/x", ["api.example.com"], true],
  ["https://API.example.com./x", ["api.example.com"], true],
  ["https://api.example.com:8443/", ["api.example.com"], true],
  ["https://api.example.com:8443/", ["api.example.com:8443"], true],
  ["https://api.example.com/", ["api.example.com:443"], true],
  ["https://api.example.com/", ["api.example.com:8443"], false],
  ["https://a.b.example.com/", ["*.example.com"], true],
  ["https://example.com/", ["*.example.com"], false],
  ["https://evilexample.com/", ["*.example.com"], false],
  ["https://api.example.com.evil.test/", ["api.example.com"], false],
  ["https://evil.test/?api.example.com", ["api.example.com"], false],
  ["http://127.0.0.1:9/", ["127.0.0.1"], true],
  ["https://[::1]:9/", ["[::1]"], true],
  ["https://api.example.com/", [], false],
])("%s may be sent to by %j: %s", (url, hosts, isAllowed) => {
  expect(isHostAllowed(new URL(url), hosts)).toBe(isAllowed);
});

const bases = { github: "https://api.github.com", gitlab: "https://gitlab.com" };

test.each([
  ["github", { token: "t" }, "https://api.github.com/user", { authorization: "Bearer t" }],
  ["gitlab", { token: "t" }, "https://gitlab.com/api/v4/user", { "private-token": "t" }],
  ["slack", { bot_token: "t" }, "https://slack.com/api/auth.test", { authorization: "Bearer t" }],
  ["anything", { note: "t" }, null, { authorization: "Bearer t" }],
  ["anything", "t", null, { authorization: "Bearer t" }],
  ["jira", { email: "a@b.test", api_token: "t" }, null, { authorization: `Basic ${btoa("a@b.test:t")}` }],
])("a credential for %s is tried as it wants it", (serviceType, content, url, headers) => {
  expect(planTest(serviceType, content, bases)).toEqual({ url, headers });
});

test("nothing is tried with empty values", () => {
  expect(planTest("github", { token: "" }, bases)).toBeNull();
});
