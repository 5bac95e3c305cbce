import { describe, expect, test } from "vitest";
import { chooseOpen, type Open, stepFrom } from "@/components/reviews/choose-open";

const list = { ids: ["a", "b", "c"], wanted: null, scope: "pending" };
const open = (given: Partial<Open> = {}): Open => ({
  id: "b",
  place: 1,
  wanted: null,
  scope: "pending",
  ...given,
});

describe("the open review", () => {
  test("is the one that the address names, or the first", () => {
    expect(chooseOpen(null, list)).toMatchObject({ id: "a", place: 0 });
    expect(chooseOpen(null, { ...list, wanted: "c" })).toMatchObject({ id: "c", place: 2 });
    expect(chooseOpen(null, { ...list, wanted: "gone" })).toMatchObject({ id: "gone" });
    expect(chooseOpen(null, { ...list, ids: [] })).toMatchObject({ id: null });
  });

  test("stays, whatever comes before it or takes it out of the list", () => {
    expect(chooseOpen(open(), list)).toEqual(open());
    expect(chooseOpen(open(), { ...list, ids: ["new", "a", "b", "c"] })).toEqual(open({ place: 2 }));
    expect(chooseOpen(open(), { ...list, ids: ["a", "c"] })).toEqual(open());
    expect(chooseOpen(open({ wanted: "b" }), { ...list, ids: [], wanted: "b" })).toEqual(
      open({ wanted: "b" }),
    );
  });

  test("changes with the address and with the list that is shown", () => {
    expect(chooseOpen(open(), { ...list, wanted: "c" })).toMatchObject({ id: "c" });
    expect(chooseOpen(open(), { ...list, wanted: "gone" })).toMatchObject({ id: "gone" });
    expect(chooseOpen(open(), { ...list, scope: "answered" })).toMatchObject({ id: "a", scope: "answered" });
    expect(chooseOpen(open({ wanted: "b" }), { ids: ["x"], wanted: "b", scope: "high" })).toMatchObject({
      id: "x",
    });
    expect(chooseOpen(open({ id: null, place: 0 }), list)).toMatchObject({ id: "a" });
  });

  test("is none where a filter leaves none, though the address still names the last one", () => {
    const none = chooseOpen(open({ wanted: "b" }), { ids: [], wanted: "b", scope: "high" });
    expect(none).toMatchObject({ id: null });
    expect(chooseOpen(none, { ids: [], wanted: "b", scope: "high" })).toBe(none);
    expect(chooseOpen(none, { ids: ["x"], wanted: "b", scope: "high" })).toMatchObject({ id: "x" });
  });

  test("gives its place to the next one when it is left, the last one to the one before", () => {
    expect(chooseOpen(open({ id: null }), { ...list, ids: ["a", "c"] })).toMatchObject({ id: "c", place: 1 });
    expect(chooseOpen(open({ id: null, place: 2 }), { ...list, ids: ["a", "b"] })).toMatchObject({ id: "b" });
    expect(chooseOpen(open({ id: null }), { ...list, ids: [] })).toMatchObject({ id: null });
  });

  test("is the same object when nothing changes, so that drawing it comes to an end", () => {
    for (const given of [null, open({ id: null }), open({ scope: "other" }), open({ wanted: "b" })])
      for (const ids of [[], ["a"], list.ids])
        for (const wanted of [null, "b", "gone"]) {
          const first = chooseOpen(given, { ...list, ids, wanted });
          expect(chooseOpen(first, { ...list, ids, wanted })).toBe(first);
        }
  });
});

test("a step goes from the open one, and from the place of one that has left", () => {
  expect([stepFrom(open(), list.ids, 1), stepFrom(open(), list.ids, -1)]).toEqual(["c", "a"]);
  expect([stepFrom(open(), ["a", "c"], 1), stepFrom(open(), ["a", "c"], -1)]).toEqual(["c", "a"]);
  expect(stepFrom(open({ id: "c", place: 2 }), list.ids, 1)).toBeNull();
  expect(stepFrom(open({ id: "a", place: 0 }), list.ids, -1)).toBeNull();
  expect(stepFrom(open({ id: null, place: 0 }), [], 1)).toBeNull();
  const many = open({ id: "gone", place: 5 });
  expect([stepFrom(many, list.ids, 1), stepFrom(many, list.ids, -1)]).toEqual(["c", "c"]);
});
