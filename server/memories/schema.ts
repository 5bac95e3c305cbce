import { z } from "zod";
import { parseOrUndefined, plainText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

/** contracts/personas.md §1.3 */
export const categories = ["general", "learning", "preference", "fact", "procedure"] as const;
export type Category = (typeof categories)[number];
export const memorySorts = ["newest", "importance", "updated"] as const;
export type MemorySort = (typeof memorySorts)[number];

export const longestTitle = 200;
export const longestContent = 10_000;
export const longestTag = 50;
export const mostTags = 20;

const listedTags = "Expected a list of words, or its JSON text";
/** A JSON-text field of the contract (design §12.12) that is a list; null for none. */
const tags = z
  .union([z.string(), z.array(z.string()), z.null()], listedTags)
  .transform((given) => (typeof given === "string" ? parseOrUndefined(given) : (given ?? [])))
  .pipe(z.array(plainText(longestTag).trim().min(1), listedTags).max(mostTags, `At most ${mostTags} tags`))
  .describe("A list of words, or its JSON text");

const importance = z.number().int().min(1).max(10);
const fields = {
  title: plainText(longestTitle).trim().min(1, "A memory needs a title"),
  content: plainText(longestContent).trim().min(1, "A memory needs a content"),
  category: z.enum(categories),
  /** From 1 to 10. */
  importance,
  tags,
};

export const memoryList = z.strictObject({
  ...pageInput,
  personaId: idInput.optional(),
  category: z.enum(categories).optional(),
  executionId: idInput.optional(),
  /** A part of title, content or tags, or an id. */
  search: plainText(200).optional(),
  minImportance: z.coerce.number().pipe(importance).optional(),
  sort: z.enum(memorySorts).default("newest"),
});
export type MemoryList = z.infer<typeof memoryList>;

export const memoryCreate = z.strictObject({
  personaId: idInput,
  ...fields,
  category: fields.category.default("general"),
  importance: fields.importance.default(5),
  tags: fields.tags.default([]),
});
export type MemoryCreate = z.infer<typeof memoryCreate>;

export const memoryUpdate = z.strictObject({ id: idInput, ...z.object(fields).partial().shape });
export type MemoryUpdate = z.infer<typeof memoryUpdate>;

export const memoryOutput = z.object({
  id: z.string(),
  personaId: z.string(),
  /** Null when the persona is gone. */
  personaName: z.string().nullable(),
  title: z.string(),
  content: z.string(),
  category: z.enum(categories),
  importance: z.number(),
  /** JSON text of a list of words; null for none. */
  tags: z.string().nullable().describe("JSON text of a list of words; null for none"),
  /** The execution that it was learned in; null when a person added it. */
  sourceExecutionId: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type MemoryOutput = z.infer<typeof memoryOutput>;
