import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMatch, isSourceMatch, type Rule } from "@/server/subscriptions/match";
import { readPayloadFilter } from "@/server/subscriptions/payload-filter";
import { createPayloadReader } from "@/server/subscriptions/payload-reader";
import { isPayloadMatchNaively } from "./naive-payload-match";
import { filter as filterOfPayload, type NaiveFilter, payload, writeFilter } from "./payload-arbitraries";

const subscription: Rule = {
  personaId: "per_a",
  eventType: "gitlab_push",
  sourceFilter: null,
  payloadFilter: null,
  enabled: true,
};
const onMain = readPayloadFilter({ ref: ["main"] }).filter;
const read = createPayloadReader({ ref: "main" });
const event = { eventType: "gitlab_push", sourceId: "team/app", targetPersonaId: null };

describe("isSourceMatch", () => {
  test.each([
    [null, "team/app", true],
    [null, null, true],
    ["", "team/app", true],
    ["team/app", "team/app", true],
    ["team/app", "team/apple", false],
    ["team/app", "Team/App", false],
    ["team/app", null, false],
    ["team/*", "team/app", true],
    ["team/*", "team/", true],
    ["team/*", "team", false],
    ["team/*", "other/team/app", false],
    ["*", "anything", true],
    ["*", "", true],
    ["*", null, false],
  ])("filter %j, source %j → %s", (filter, source, expected) => {
    expect(isSourceMatch(filter, source)).toBe(expected);
  });
});

describe("isMatch", () => {
  test.each([
    ["the same type", {}, {}, true],
    ["another type", { eventType: "gitlab_mr" }, {}, false],
    ["a type that only begins the same", { eventType: "gitlab_pu" }, {}, false],
    ["disabled", { enabled: false }, {}, false],
    ["a filter that fits", { sourceFilter: "team/*" }, {}, true],
    ["a filter that does not", { sourceFilter: "ops/*" }, {}, false],
    ["a target that is this persona", {}, { targetPersonaId: "per_a" }, true],
    ["a target that is another", {}, { targetPersonaId: "per_b" }, false],
    ["a payload that fits", { payloadFilter: onMain }, {}, true],
    ["a payload that does not", { payloadFilter: readPayloadFilter({ ref: ["next"] }).filter }, {}, false],
    ["a filter that cannot be read", { payloadFilter: "unreadable" as const }, {}, false],
  ])("%s → %#", (_name, changed, fact, expected) => {
    expect(isMatch({ ...subscription, ...changed }, { ...event, ...fact }, read)).toBe(expected);
  });

  test("agrees with a matcher written the other way round, for any input", () => {
    const word = fc.constantFrom("", "a", "ab", "abc", "b", "ba");
    const name = fc.constantFrom("a", "ab");
    const filter = fc.option(
      fc.oneof(word, fc.string({ maxLength: 4 })).chain((text) => fc.constantFrom(text, `${text}*`)),
    );
    const listener = fc.record({
      personaId: name,
      eventType: name,
      sourceFilter: filter,
      enabled: fc.boolean(),
    });
    const fact = fc.record({
      eventType: name,
      sourceId: fc.option(fc.oneof(word, fc.string({ maxLength: 4 }))),
      targetPersonaId: fc.option(name, { freq: 1 }),
    });
    let matched = 0;
    fc.assert(
      fc.property(listener, fc.option(filterOfPayload), fact, payload, (left, conditions, right, given) => {
        const expected =
          isMatchNaively(left, right) && (!conditions || isPayloadMatchNaively(conditions, given));
        if (expected) matched += 1;
        const rule = { ...left, payloadFilter: conditions && readWritten(conditions) };
        expect(isMatch(rule, right, createPayloadReader(given))).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(matched).toBeGreaterThan(100);
  });
});

const readWritten = (conditions: NaiveFilter) =>
  readPayloadFilter(JSON.parse(writeFilter(conditions))).filter;

type Listener = Omit<Rule, "payloadFilter">;
type Fact = Parameters<typeof isMatch>[1];

/** Every reason not to match, one after the other; prefixes are compared character by character. */
function isMatchNaively(listener: Listener, fact: Fact): boolean {
  if (!listener.enabled || listener.eventType !== fact.eventType) return false;
  if (fact.targetPersonaId !== null && fact.targetPersonaId !== listener.personaId) return false;
  if (!listener.sourceFilter) return true;
  if (fact.sourceId === null) return false;
  const pattern = [...listener.sourceFilter];
  const isPrefix = pattern.at(-1) === "*";
  if (isPrefix) pattern.pop();
  const given = [...fact.sourceId];
  if (!isPrefix && given.length !== pattern.length) return false;
  return pattern.every((character, index) => given[index] === character);
}
