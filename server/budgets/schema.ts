import { z } from "zod";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

export const budgetList = z.strictObject({ ...pageInput, personaId: idInput.optional() });
export type BudgetList = z.infer<typeof budgetList>;

/** What a persona may spend in this calendar month of the workspace's time zone, and what it has. In dollars. */
export const budgetOutput = z.object({
  personaId: z.string(),
  personaName: z.string(),
  /** Such as 2026-11. */
  period: z.string(),
  /** Null when it has no limit. */
  limitUsd: z.number().nullable(),
  spentUsd: z.number(),
  /** What turns under way may cost at most. */
  heldUsd: z.number(),
  /** The share of the limit that is spent; null when it has no limit. */
  share: z.number().nullable(),
  /** When it was found reached, unless it was raised since. */
  reachedAt: z.string().nullable(),
});
export type BudgetOutput = z.infer<typeof budgetOutput>;
