import { z } from "zod";

/** A whole number that may come as text, as query parameters do. */
const wholeNumber = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\d{1,9}$/, "Expected a whole number")
    .transform(Number),
]);

/** `limit` (default 50, clamped to 1–500) and `offset` of the contract's lists. */
export const pageInput = {
  limit: wholeNumber.transform((limit) => Math.min(Math.max(limit, 1), 500)).default(50),
  offset: wholeNumber.default(0),
};

/** `true` or `false`, as JSON or as a query parameter. */
export const booleanInput = z.union([
  z.boolean(),
  z.enum(["true", "false"]).transform((text) => text === "true"),
]);

/** What every list service returns: one page and how many rows there are in all. */
export type Page<Item> = { items: Item[]; total: number };

/** The output schema of a list of `item`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), total: z.number() });
}
