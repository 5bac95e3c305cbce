import { createId } from "@/lib/ids";
import { boundText } from "@/server/bound-text";
import { db } from "@/server/db";
import { fitBudget } from "@/server/memories/fit-budget";
import { listInputWords } from "@/server/memories/input-words";
import { type Candidate, rankMemories } from "@/server/memories/rank";
import { categories, longestContent, longestTag, longestTitle, mostTags } from "@/server/memories/schema";

export type RecalledMemory = {
  id: string;
  title: string;
  content: string;
  category: string;
  importance: number;
};
export type RecallOptions = {
  /** How many at most. */
  limit?: number;
  /** Characters of titles and contents together. */
  budget?: number;
};
export type NewMemory = {
  /** The same key is remembered once. */
  key: string;
  personaId: string;
  title: string;
  content: string;
  category?: string | undefined;
  importance?: number | undefined;
  tags?: string[] | undefined;
  sourceExecutionId?: string | undefined;
};

/** So many that fit, and so many important ones, are weighed against each other. */
const mostCandidates = 50;

/**
 * What a persona remembers that is relevant to this input (JSON or text), most relevant first; what is put into its
 * prompt: ten at most, of 4,000 characters together. Where nothing fits the input the most important come. The rule
 * is `rank.ts`.
 */
export async function recallMemories(
  personaId: string,
  input: unknown,
  { limit = 10, budget = 4_000 }: RecallOptions = {},
): Promise<RecalledMemory[]> {
  const rows = await findCandidates(personaId, listInputWords(input));
  const ranked = fitBudget(rankMemories(rows), { most: limit, budget });
  return ranked.map(({ fit: _fit, ageMs: _ageMs, ...memory }) => memory);
}

/**
 * Remembers once. Texts are cut at their limits, importance is brought into 1 to 10, an unknown category becomes
 * "general": what a persona has learned is not lost for its form. Returns the memory's id.
 */
export async function remember(memory: NewMemory): Promise<string> {
  const id = createId("memory");
  const {
    key,
    personaId,
    category = "general",
    importance = 5,
    tags = [],
    sourceExecutionId = null,
  } = memory;
  const kept = [...new Set(tags.map((tag) => boundText(tag.trim(), longestTag)))]
    .filter(Boolean)
    .slice(0, mostTags);
  const level = Number.isFinite(importance) ? Math.min(10, Math.max(1, Math.round(importance))) : 5;
  const known = categories.some((each) => each === category) ? category : "general";
  const [made] = await db.$queryRaw<{ id: string }[]>`
    WITH made AS (
      INSERT INTO memory (id, key, persona_id, title, content, category, importance, tags, source_execution_id, updated_at)
      VALUES (${id}, ${key}, ${personaId}, ${boundText(memory.title, longestTitle)}, ${boundText(memory.content, longestContent)},
              ${known}, ${level}::int, ${kept.length > 0 ? JSON.stringify(kept) : null}, ${sourceExecutionId}, now())
      ON CONFLICT (key) DO NOTHING RETURNING id
    )
    SELECT id FROM made UNION ALL SELECT id FROM memory WHERE key = ${key} LIMIT 1`;
  return made?.id ?? (await db.memory.findUniqueOrThrow({ where: { key }, select: { id: true } })).id;
}

/** Those that share a word with the input, best first, and the most important, with what ranks them. */
function findCandidates(personaId: string, words: string[]): Promise<(RecalledMemory & Candidate)[]> {
  const query = words.map((word) => `'${word}'`).join(" | ");
  return db.$queryRaw`
    WITH fitting AS (
      SELECT id, ts_rank(memory_words(title, content, tags), to_tsquery('simple', ${query})) AS fit
      FROM memory
      WHERE persona_id = ${personaId} AND ${query} <> '' AND memory_words(title, content, tags) @@ to_tsquery('simple', ${query})
      ORDER BY fit DESC, id LIMIT ${mostCandidates}
    ), important AS (
      SELECT id FROM memory WHERE persona_id = ${personaId}
      ORDER BY importance DESC, updated_at DESC, id LIMIT ${mostCandidates}
    )
    SELECT m.id, m.title, m.content, m.category, m.importance, coalesce(f.fit, 0)::float8 AS fit,
           (extract(epoch FROM now() - m.updated_at) * 1000)::float8 AS "ageMs"
    FROM memory m LEFT JOIN fitting f USING (id)
    WHERE m.id IN (SELECT id FROM fitting UNION SELECT id FROM important)
    ORDER BY m.id`;
}
