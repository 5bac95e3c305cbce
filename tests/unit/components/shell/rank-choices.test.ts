import { Zap } from "lucide-react";
import { expect, test } from "vitest";
import { type ChoiceGroup, rankChoices } from "@/components/shell/rank-choices";

const group = (heading: string, ...values: string[]): ChoiceGroup => ({
  heading,
  choices: values.map((words) => ({ words, label: words, icon: Zap, onSelect: () => {} })),
});
const read = (groups: ChoiceGroup[]) =>
  groups.map(({ heading, choices }) => [heading, ...choices.map(({ words }) => words)]);

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

test("an id is found by any part of it, and by no letters that merely stand in it in this order", () => {
  const team = [
    { heading: "Personas", choices: [{ ...group("", "persona Porter").choices[0], id: "per_1s9t2r3i4p5e" }] },
  ] as ChoiceGroup[];
  expect(read(rankChoices(team, "9t2r"))).toEqual([["Personas", "persona Porter"]]);
  expect(rankChoices(team, "stripe")).toEqual([]);
  expect(rankChoices(team, "1s9")).toEqual([]);
});

test("what nothing is called leaves nothing", () => {
  expect(rankChoices(groups, "zzzz")).toEqual([]);
});
