import { expect, test } from "vitest";
import { keepStill } from "@/components/shared/use-calm-rows";

const rows = (...ids: string[]) => ids.map((id) => ({ id, version: 1 }));
const ids = (list: { id: string }[]) => list.map(({ id }) => id).join("");

test.each([
  ["new rows wait", "abc", "xabc", "abc"],
  ["a changed order waits", "abc", "cab", "abc"],
  ["rows pushed off a full page stay", "abc", "xab", "abc"],
  ["rows that are gone go", "abc", "ac", "ac"],
  ["all gone", "abc", "", ""],
])("%s", (_name, held, now, shown) => {
  expect(ids(keepStill(rows(...held), rows(...now)))).toBe(shown);
});

test("rows show what is new about them", () => {
  expect(keepStill(rows("a"), [{ id: "a", version: 2 }])).toEqual([{ id: "a", version: 2 }]);
});
