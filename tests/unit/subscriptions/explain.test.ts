import fc from "fast-check";
import { expect, test } from "vitest";
import { type ExplainedRule, explainMatch, sumUp } from "@/server/subscriptions/explain";
import { isMatch } from "@/server/subscriptions/match";
import { readPayloadFilter } from "@/server/subscriptions/payload-filter";
import { createPayloadReader } from "@/server/subscriptions/payload-reader";
import { filter, payload, writeFilter } from "./payload-arbitraries";

const rule: ExplainedRule = {
  personaId: "per_a",
  eventType: "push",
  sourceFilter: null,
  payloadFilter: null,
  enabled: true,
  personaEnabled: true,
  disabledBy: null,
  disabledReason: null,
};
const event = { eventType: "push", sourceId: "team/app", targetPersonaId: null };
const given = { ref: "x", list: [1, 2, 3, 4, 5], deep: {}, none: [] };
const on = (payloadFilter: object) => ({ payloadFilter: readPayloadFilter(payloadFilter).filter });
const see = (json: unknown) => ({ read: createPayloadReader(json), isJson: json !== undefined });

test.each<[Partial<ExplainedRule>, Partial<typeof event> | { targetPersonaId: string }, string]>([
  [{}, {}, "The type matches, and nothing else is asked"],
  [
    { sourceFilter: "team/*", ...on({ ref: ["x"] }) },
    {},
    "The source begins with team/. The payload fits the filter",
  ],
  [{ eventType: "mr" }, {}, "The type is push, not mr"],
  [{ sourceFilter: "ops/*" }, {}, "The source team/app does not begin with ops/"],
  [{ sourceFilter: "team/web" }, {}, "The source team/app does not equal team/web"],
  [{ sourceFilter: "team/app" }, {}, "The source is team/app"],
  [{}, { targetPersonaId: "per_a" }, "The event names this persona"],
  [{}, { targetPersonaId: "per_b" }, "The event names another persona"],
  [{ enabled: false }, {}, "It was disabled"],
  [{ enabled: false, disabledBy: "Ada" }, {}, "It was disabled by Ada"],
  [
    { enabled: false, disabledBy: "Ensemble", disabledReason: "it triggered itself" },
    {},
    "It was disabled by Ensemble: it triggered itself",
  ],
  [{ personaEnabled: false }, {}, "The persona is disabled"],
  [{ payloadFilter: "unreadable" }, {}, "The payload filter cannot be read"],
  [on({ ref: ["a", "b", "c", "d"] }), {}, 'payload.ref is "x", wanted "a" or "b" or "c" or 1 more'],
  [
    on({ list: [{ numeric: [">", 5, "<", 9] }] }),
    {},
    "payload.list is 1 or 2 or 3 or 2 more, wanted > 5 and < 9",
  ],
  [
    on({ deep: [{ "anything-but": ["a", 1] }] }),
    {},
    'payload.deep is an object, wanted anything but "a" or 1',
  ],
  [on({ none: [{ suffix: ".md" }] }), {}, 'payload.none is empty, wanted ending in ".md"'],
  [on({ lost: [{ exists: true }] }), {}, "payload.lost is not there, wanted to be there"],
  [on({ ref: [{ exists: false }] }), {}, 'payload.ref is "x", wanted not to be there'],
])("%j, %j: %s", (changed, fact, reason) => {
  expect(sumUp(explainMatch({ ...rule, ...changed }, { ...event, ...fact }, see(given))).reason).toBe(reason);
});

test("a source that is missing, and a payload that is no JSON or too long, are named as that", () => {
  const sourced = { ...rule, sourceFilter: "team/*" };
  expect(sumUp(explainMatch(sourced, { ...event, sourceId: null }, see(given))).reason).toBe(
    "The event has no source, and it has to begin with team/",
  );
  const filtered = { ...rule, ...on({ ref: ["x"] }) };
  expect(sumUp(explainMatch(filtered, event, see(undefined)))).toEqual({
    isMatch: false,
    reason: 'The payload is no JSON: payload.ref is not there, wanted "x"',
  });
  expect(sumUp(explainMatch(filtered, event, "too long")).isMatch).toBeNull();
  expect(sumUp(explainMatch({ ...filtered, enabled: false }, event, "too long")).isMatch).toBe(false);
});

test("what is explained is what is matched, for any subscription and event", () => {
  const word = fc.constantFrom("a", "ab");
  const source = fc.option(fc.constantFrom("a", "a*", "b*"));
  fc.assert(
    fc.property(
      fc.record({ personaId: word, eventType: word, sourceFilter: source, enabled: fc.boolean() }),
      fc.record({ eventType: word, sourceId: fc.option(word), targetPersonaId: fc.option(word) }),
      fc.option(filter),
      fc.option(payload, { nil: undefined }),
      (part, fact, conditions, json) => {
        const payloadFilter = conditions && readPayloadFilter(JSON.parse(writeFilter(conditions))).filter;
        const seen = see(json);
        const explained = sumUp(explainMatch({ ...rule, ...part, payloadFilter }, fact, seen));
        expect(explained.isMatch).toBe(isMatch({ ...part, payloadFilter }, fact, seen.read));
      },
    ),
    { numRuns: 5_000 },
  );
});
