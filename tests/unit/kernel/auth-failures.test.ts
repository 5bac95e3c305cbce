import { beforeEach, expect, test, vi } from "vitest";

let countAuthFailure: typeof import("@/server/auth-failures").countAuthFailure;
beforeEach(async () => {
  vi.resetModules();
  ({ countAuthFailure } = await import("@/server/auth-failures"));
});

const from = (address: string) =>
  new Request("http://hub.example.com", { headers: { "x-forwarded-for": address } });
const limited = expect.objectContaining({ code: "rate_limited", headers: { "Retry-After": "60" } });

test("ten failures within a minute are let by, the eleventh is limited and says for how long", () => {
  for (let count = 0; count < 10; count++) countAuthFailure(from("10.0.0.1"), "wrong", 1_000);
  expect(() => countAuthFailure(from("10.0.0.1"), "wrong", 1_000)).toThrow(limited);
});

test("another credential or address has a count of its own", () => {
  for (let count = 0; count < 10; count++) countAuthFailure(from("10.0.0.1"), "wrong", 0);
  countAuthFailure(from("10.0.0.1"), "another", 0);
  countAuthFailure(from("10.0.0.2"), "wrong", 0);
});

test("the address is the one that the nearest proxy saw", () => {
  for (let count = 0; count < 10; count++) countAuthFailure(from(`10.9.9.${count}, 10.0.0.1`), "wrong", 0);
  expect(() => countAuthFailure(from("1.2.3.4, 10.0.0.1"), "wrong", 0)).toThrow(limited);
});

test("after a minute the count begins anew", () => {
  for (let count = 0; count < 10; count++) countAuthFailure(from("10.0.0.1"), "wrong", 0);
  countAuthFailure(from("10.0.0.1"), "wrong", 60_000);
});
