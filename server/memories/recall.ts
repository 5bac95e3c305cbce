import { createId } from "@/lib/ids";
import { db } from "@/server/db";

export type RecalledMemory = {
  id: string;
  title: string;
  content: string;
  category: string;
  importance: number;
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

/** What a persona remembers that is relevant to this input, most relevant first; what is put into its prompt. */
export async function recallMemories(_personaId: string, _input: unknown): Promise<RecalledMemory[]> {
  return [];
}

/** Remembers once. Returns the memory's id. */
export async function remember({ tags, ...memory }: NewMemory): Promise<string> {
  const row = await db.memory.upsert({
    where: { key: memory.key },
    create: { id: createId("memory"), ...memory, tags: tags ? JSON.stringify(tags) : null },
    update: {},
  });
  return row.id;
}
