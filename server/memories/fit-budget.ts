import { boundText } from "@/server/bound-text";

type Text = { title: string; content: string };

/** One memory takes at most this share of the room, so that a long one does not push out all others. */
const mostShare = 0.5;

/**
 * The first `most` of the given, in their order, as far as titles and contents fit into `budget` characters together.
 * A content longer than half the budget is cut; one that does not fit into what is left is passed over for a shorter
 * one behind it.
 */
export function fitBudget<Row extends Text>(
  rows: Row[],
  { most, budget }: { most: number; budget: number },
): Row[] {
  const chosen: Row[] = [];
  let left = budget;
  for (const row of rows) {
    if (chosen.length === most) break;
    const shown = { ...row, content: boundText(row.content, Math.floor(budget * mostShare)) };
    const size = shown.title.length + shown.content.length;
    if (size > left) continue;
    left -= size;
    chosen.push(shown);
  }
  return chosen;
}
