import { createId } from "@/lib/ids";
import type { Memory, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import type {
  Category,
  MemoryCreate,
  MemoryList,
  MemoryOutput,
  MemorySort,
  MemoryUpdate,
} from "@/server/memories/schema";
import type { Page } from "@/server/page-input";
import { readPersona } from "@/server/personas/service";

/** What personas remember, in the order asked for. */
export async function listMemories(actor: Actor, input: MemoryList): Promise<Page<MemoryOutput>> {
  requireScope(actor, "memories:read");
  const where = filterBy(input);
  const [rows, total] = await Promise.all([
    db.memory.findMany({ where, orderBy: orders[input.sort], take: input.limit, skip: input.offset }),
    db.memory.count({ where }),
  ]);
  return { items: await describeRows(rows), total };
}

/** One memory. Throws not_found. */
export async function getMemory(actor: Actor, id: string): Promise<MemoryOutput> {
  requireScope(actor, "memories:read");
  const row = await db.memory.findUnique({ where: { id } });
  const [memory] = row ? await describeRows([row]) : [];
  if (!memory) throw notFound("memory", id);
  return memory;
}

/** Has a persona remember what a person knows. Throws not_found when there is no such persona. */
export async function createMemory(actor: Actor, input: MemoryCreate): Promise<MemoryOutput> {
  requireScope(actor, "memories:write");
  await readPersona(input.personaId);
  const id = createId("memory");
  await db.memory.create({ data: { id, key: id, ...input, tags: spellTags(input.tags) } });
  return getMemory(actor, id);
}

/** Changes a memory; where it came from stays. Throws not_found. */
export async function updateMemory(actor: Actor, { id, ...input }: MemoryUpdate): Promise<MemoryOutput> {
  requireScope(actor, "memories:write");
  const { title, content, category, importance, tags } = input;
  await db.memory.updateMany({
    where: { id },
    data: {
      ...(title === undefined ? {} : { title }),
      ...(content === undefined ? {} : { content }),
      ...(category === undefined ? {} : { category }),
      ...(importance === undefined ? {} : { importance }),
      ...(tags === undefined ? {} : { tags: spellTags(tags) }),
    },
  });
  return getMemory(actor, id);
}

/** Forgets. Throws not_found. */
export async function deleteMemory(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "memories:write");
  const { count } = await db.memory.deleteMany({ where: { id } });
  if (count === 0) throw notFound("memory", id);
  return { deleted: true };
}

const orders: Record<MemorySort, Prisma.MemoryOrderByWithRelationInput[]> = {
  newest: [{ createdAt: "desc" }, { id: "desc" }],
  updated: [{ updatedAt: "desc" }, { id: "desc" }],
  importance: [{ importance: "desc" }, { createdAt: "desc" }, { id: "desc" }],
};

function filterBy(input: MemoryList): Prisma.MemoryWhereInput {
  const { personaId, category, executionId, search, minImportance } = input;
  const contains = search && containing(search);
  return {
    ...(personaId === undefined ? {} : { personaId }),
    ...(category === undefined ? {} : { category }),
    ...(executionId === undefined ? {} : { sourceExecutionId: executionId }),
    ...(minImportance === undefined ? {} : { importance: { gte: minImportance } }),
    ...(contains
      ? { OR: [{ id: search }, { title: contains }, { content: contains }, { tags: contains }] }
      : {}),
  };
}

async function describeRows(rows: Memory[]): Promise<MemoryOutput[]> {
  const ids = [...new Set(rows.map(({ personaId }) => personaId))];
  const personas = await db.persona.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(personas.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    personaId: row.personaId,
    personaName: names.get(row.personaId) ?? null,
    title: row.title,
    content: row.content,
    category: row.category as Category,
    importance: row.importance,
    tags: row.tags,
    sourceExecutionId: row.sourceExecutionId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

function spellTags(tags: string[]): string | null {
  return tags.length > 0 ? JSON.stringify([...new Set(tags)]) : null;
}
