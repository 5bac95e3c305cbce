import { defaultFilter } from "cmdk";
import type { LucideIcon } from "lucide-react";

/** One line of the palette, found by its words, and by any part of its id. */
export type Choice = { words: string; id?: string; label: string; icon: LucideIcon; onSelect: () => void };
export type ChoiceGroup = { heading: string; choices: Choice[] };

/** The groups with what the text may mean, the likeliest first, among them and in each; all as they are without a text. */
export function rankChoices(groups: ChoiceGroup[], text: string): ChoiceGroup[] {
  if (text === "") return groups.filter(({ choices }) => choices.length > 0);
  return groups
    .map(({ heading, choices }) => {
      const scored = choices
        .map((choice) => ({ choice, score: rate(choice, text) }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score);
      return {
        group: { heading, choices: scored.map(({ choice }) => choice) },
        best: scored[0]?.score ?? 0,
      };
    })
    .filter(({ best }) => best > 0)
    .sort((one, other) => other.best - one.best)
    .map(({ group }) => group);
}

/** As much of an id as is not met by chance. */
const idPartLength = 4;

/** How likely a text means it, from 0 to 1. */
function rate({ words, id }: Choice, text: string): number {
  const isId = text.length >= idPartLength && id?.toLowerCase().includes(text.toLowerCase());
  return isId ? 1 : defaultFilter(words, text);
}
