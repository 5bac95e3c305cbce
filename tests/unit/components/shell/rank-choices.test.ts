import { Zap } from "lucide-react";
import { expect, test } from "vitest";
import { type ChoiceGroup, rankChoices } from "@/components/shell/rank-choices";

const group = (heading: string, ...values: string[]): ChoiceGroup => ({
  heading,
  choices: values.map((value) => ({ value, label: value, icon: Zap, onSelect: () => {} })),
});
const read = (groups: ChoiceGroup[]) =>
  groups.map(({ heading, choices }) => [heading, ...choices.map(({ value }) => value)]);

const groups = [
  group("Go to", "go Reviews", "go Personas"),
  group("Do", "run Release Scribe", "run Reviewer"),
  group("Personas", "persona Release Scribe", "persona Reviewer"),
  group("Nothing"),
];

test("without a text all stands as it is, without empty groups", () => {
  expect(read(rankChoices(groups, ""))).toEqual(read(groups.slice(0, 3)));
});

test("a text leaves what it may mean, the likeliest first, in each group and among them", () => {
  expect(read(rankChoices(groups, "persona reviewer"))).toEqual([["Personas", "persona Reviewer"]]);
  const [first, ...others] = read(rankChoices(groups, "reviews"));
  expect(first).toEqual(["Go to", "go Reviews"]);
  expect(others.flat()).not.toContain("go Personas");
  expect(read(rankChoices(groups, "run re"))[0]?.[0]).toBe("Do");
});

test("what nothing is called leaves nothing", () => {
  expect(rankChoices(groups, "zzzz")).toEqual([]);
});
