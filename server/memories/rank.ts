/** A memory that may be recalled. */
export type Candidate = {
  /** How well its words fit those of the input, as the full-text search ranks it; 0 for none in common. */
  fit: number;
  /** 1 to 10. */
  importance: number;
  /** How long ago it was last changed, in milliseconds. */
  ageMs: number;
};

const dayMs = 24 * 60 * 60_000;
/** After so long a memory counts half as fresh. */
const halfLifeMs = 30 * dayMs;
const weights = { relevance: 0.6, importance: 0.25, freshness: 0.15 };

/**
 * Orders memories by how much they are worth in a prompt, best first:
 *
 *   0.6 · relevance + 0.25 · importance + 0.15 · freshness, each from 0 to 1
 *
 * relevance is the fit as a share of the best fit among the candidates, importance is (n − 1) / 9, freshness halves
 * every 30 days. So what fits best beats whatever does not fit at all, however important; and where nothing fits
 * the important come first, the fresher of equals before the older.
 */
export function rankMemories<Row extends Candidate>(candidates: Row[]): Row[] {
  const best = Math.max(0, ...candidates.map(({ fit }) => fit));
  return candidates
    .map((row) => ({ row, score: scoreMemory(row, best) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ row }) => row);
}

/** The worth of one memory, from 0 to 1, when the best fit among its rivals is `bestFit`. */
export function scoreMemory({ fit, importance, ageMs }: Candidate, bestFit: number): number {
  const relevance = bestFit > 0 ? fit / bestFit : 0;
  const freshness = 0.5 ** (Math.max(0, ageMs) / halfLifeMs);
  return (
    weights.relevance * relevance +
    weights.importance * ((importance - 1) / 9) +
    weights.freshness * freshness
  );
}
