import { expect, test } from "vitest";
import { subscriptionCreate, subscriptionUpdate } from "@/server/subscriptions/schema";

const given = { personaId: "per_1", eventType: "gitlab_push" };
const pathOf = (input: object) =>
  subscriptionCreate.safeParse({ ...given, ...input }).error?.issues[0]?.path.join(".");

test.each<object>([
  {},
  { eventType: "deploy.requested:now/later-1" },
  { sourceFilter: "team/*" },
  { sourceFilter: "*" },
  { sourceFilter: "team/app" },
  { sourceFilter: null },
  { payloadFilter: { ref: ["main"] } },
  { payloadFilter: '{"ref": ["main"]}' },
  { payloadFilter: null },
  { maxRetries: 0, retryBackoffMs: 1_000 },
  { maxRetries: 10, retryBackoffMs: 300_000, useCaseId: "uc" },
])("takes %j", (input) => {
  expect(pathOf(input)).toBeUndefined();
});

test.each<[object, string]>([
  [{ personaId: undefined }, "personaId"],
  [{ eventType: "" }, "eventType"],
  [{ eventType: "has space" }, "eventType"],
  [{ eventType: "x".repeat(65) }, "eventType"],
  [{ sourceFilter: "te*am" }, "sourceFilter"],
  [{ sourceFilter: "**" }, "sourceFilter"],
  [{ payloadFilter: "{" }, "payloadFilter"],
  [{ payloadFilter: '"text"' }, "payloadFilter"],
  [{ payloadFilter: 5 }, "payloadFilter"],
  [{ payloadFilter: ["main"] }, "payloadFilter"],
  [{ payloadFilter: { ref: "main" } }, "payloadFilter"],
  [{ payloadFilter: { ref: ["x".repeat(17_000)] } }, "payloadFilter"],
  [{ maxRetries: 11 }, "maxRetries"],
  [{ maxRetries: -1 }, "maxRetries"],
  [{ retryBackoffMs: 999 }, "retryBackoffMs"],
  [{ retryBackoffMs: 300_001 }, "retryBackoffMs"],
])("refuses %j", (input, path) => {
  expect(pathOf(input)).toBe(path);
});

test("an update needs an id and may not move to another persona", () => {
  expect(subscriptionUpdate.safeParse({ id: "sub_1", enabled: false }).success).toBe(true);
  expect(subscriptionUpdate.safeParse({ enabled: false }).success).toBe(false);
  expect(subscriptionUpdate.safeParse({ id: "sub_1", personaId: "per_2" }).success).toBe(false);
});

test.each<[unknown, string | null]>([
  [{ ref: ["main"] }, '{"ref":["main"]}'],
  ['{ "ref" : [ "main" ] }', '{"ref":["main"]}'],
  [JSON.parse('{"__proto__":["main"]}'), '{"__proto__":["main"]}'],
  ['{"__proto__":["main"]}', '{"__proto__":["main"]}'],
  [{}, null],
  ["{}", null],
  [null, null],
])("keeps the filter %j as %j", (payloadFilter, kept) => {
  expect(subscriptionCreate.parse({ ...given, payloadFilter }).payloadFilter).toBe(kept);
});

test("names each problem of a filter", () => {
  const { error } = subscriptionCreate.safeParse({
    ...given,
    payloadFilter: { a: [], "b.c": [{ what: 1 }] },
  });
  expect(error?.issues.map(({ message }) => message)).toEqual([
    "a: At least one matcher is needed",
    expect.stringContaining('b.c: Unknown matcher "what"'),
  ]);
});
