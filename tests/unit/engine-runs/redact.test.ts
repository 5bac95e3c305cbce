import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { redact } from "@/server/engine/redact";

const secret = randomBytes(24).toString("hex");

test.each([
  { password: secret },
  { nested: [{ "api-key": secret }] },
  { Authorization: `Basic ${secret}` },
  { accessToken: { value: secret } },
  { webhookSecrets: [secret] },
  { note: `it said sk-ant-${secret} and went on` },
  { note: `curl -H "Authorization: Bearer ${secret}"` },
  [`ghp_${secret}`],
  `whsec_${secret}`,
])("masks the secret in %o", (value) => {
  const text = redact(value);
  expect(text).not.toContain(secret);
  expect(text).toContain("[REDACTED]");
});

test.each([
  { executionId: "exe_01", inputTokens: 12, hasToken: true, token: null },
  ["claimed", 3, null],
  "an ordinary sentence",
  null,
])("leaves %o as it is", (value) => {
  expect(JSON.parse(redact(value))).toEqual(value);
});

test("stays short, whatever it is given", () => {
  const wide = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`k${at}`, "x".repeat(9_000)]));
  expect(redact(wide).length).toBeLessThan(20_100);
  let deep: unknown = secret;
  for (let level = 0; level < 5_000; level++) deep = [deep];
  expect(redact(deep)).toContain("nested too deeply");
});
