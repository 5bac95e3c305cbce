import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";
import type { Category, MemorySort } from "@/server/memories/schema";

export const categories = [
  "general",
  "learning",
  "preference",
  "fact",
  "procedure",
] as const satisfies Category[];
const sorts = ["newest", "importance", "updated"] as const satisfies MemorySort[];
const levels = ["8", "6", "4"] as const;

/** The state of the list that its URL holds. */
export function describeMemoryFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    persona: parsers.parseAsString,
    category: parsers.parseAsStringLiteral(categories),
    importance: parsers.parseAsStringLiteral(levels),
    sort: parsers.parseAsStringLiteral(sorts),
  };
}

export type MemoryFilters = {
  q: string;
  page: number;
  persona: string | null;
  category: Category | null;
  /** The least. */
  importance: (typeof levels)[number] | null;
  sort: MemorySort | null;
};

/** What the hub is asked for. */
export function toMemoryQuery(filters: MemoryFilters) {
  const { persona, category, importance, sort } = filters;
  return {
    ...toListQuery(filters),
    ...(persona ? { personaId: persona } : {}),
    ...(category ? { category } : {}),
    ...(importance ? { minImportance: Number(importance) } : {}),
    ...(sort ? { sort } : {}),
  };
}

export const categoryOptions = categories.map((value) => ({ value, label: nameCategory(value) }));
export const levelOptions = levels.map((value) => ({ value, label: `Importance ${value} and above` }));
export const sortOptions = [
  { value: "importance", label: "Most important first" },
  { value: "updated", label: "Latest changed first" },
];

/** "Procedure" */
export function nameCategory(category: Category): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}
