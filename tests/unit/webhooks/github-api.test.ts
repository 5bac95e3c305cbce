import { expect, test } from "vitest";
import { readCursor, readRetryAt } from "@/server/webhooks/github-api";

const now = Date.UTC(2026, 10, 21);

test.each([
  [
    "both",
    '<https://api.github.com/x?cursor=v1_2>; rel="next", <https://api.github.com/x?cursor=v1_0>; rel="prev"',
    "v1_2",
  ],
  ["the way back alone", '<https://api.github.com/x?cursor=v1_0>; rel="prev"', null],
  ["nothing", "", null],
  ["no URL", '<nowhere>; rel="next"', null],
])("the next cursor of a Link header with %s", (_name, link, cursor) => {
  expect(readCursor(link)).toBe(cursor);
});

test.each<[string, Record<string, string>, number | null]>([
  ["retry-after in seconds", { "retry-after": "60" }, now + 60_000],
  [
    "the reset of an empty allowance",
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(now / 1000 + 90) },
    now + 90_000,
  ],
  [
    "a reset while some is left",
    { "x-ratelimit-remaining": "7", "x-ratelimit-reset": String(now / 1000 + 90) },
    null,
  ],
  ["neither", {}, null],
  ["no number", { "retry-after": "soon" }, null],
])("asked again after %s", (_name, headers, at) => {
  expect(readRetryAt(new Headers(headers), now)?.getTime() ?? null).toBe(at);
});
