import { createId } from "@/lib/ids";
import type { Prisma, ToolDefinition } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { db } from "@/server/db";
import { AppError, invalidField, notFound } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";
import { forgetKept } from "@/server/keep-for";
import type { Page } from "@/server/page-input";
import { explainInputSchema, explainSchema } from "@/server/tools/check-input";
import type { ToolEffect } from "@/server/tools/held-tool";
import type { DefinitionInput, DefinitionList, DefinitionOutput } from "@/server/tools/schema";
import { isReservedName, makeToolName } from "@/server/tools/tool-name";

const withCount = { _count: { select: { personas: true } } } as const;
type Counted = ToolDefinition & { _count: { personas: number } };

/** Tool definitions by name. `search` is a part of name or description, or an id. */
export async function listDefinitions(actor: Actor, input: DefinitionList): Promise<Page<DefinitionOutput>> {
  requireScope(actor, "tools:read");
  const { limit, offset, search, category, hasScript } = input;
  const contains = search && containing(search);
  const where: Prisma.ToolDefinitionWhereInput = {
    ...(category === undefined ? {} : { category }),
    ...(hasScript === undefined ? {} : { scriptPath: hasScript ? { not: "" } : "" }),
    ...(contains ? { OR: [{ id: search }, { name: contains }, { description: contains }] } : {}),
  };
  const [rows, total] = await Promise.all([
    db.toolDefinition.findMany({
      where,
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: limit,
      skip: offset,
      include: withCount,
    }),
    db.toolDefinition.count({ where }),
  ]);
  return { items: rows.map(toOutput), total };
}

/** One tool definition. Throws not_found. */
export async function getDefinition(actor: Actor, id: string): Promise<DefinitionOutput> {
  requireScope(actor, "tools:read");
  const row = await db.toolDefinition.findUnique({ where: { id }, include: withCount });
  if (!row) throw notFound("tool definition", id);
  return toOutput(row);
}

/**
 * Creates a tool definition or, when `id` names one that exists, merges the given fields into it. Throws
 * validation_failed for a name that the hub keeps or a schema that is none, and conflict for a name that models could
 * not tell from another's.
 */
export async function saveDefinition(
  actor: Actor,
  input: DefinitionInput,
): Promise<{ definition: DefinitionOutput; isNew: boolean }> {
  requireScope(actor, "tools:write");
  const { id = createId("tool"), name, ...fields } = input;
  const current = await db.toolDefinition.findUnique({ where: { id } });
  const finalName = name ?? current?.name;
  if (finalName === undefined) throw invalidField("name", "A tool needs a name");
  await refuseName(id, finalName);
  checkSchemas({ scriptPath: current?.scriptPath ?? "", ...fields });
  const row = current
    ? await db.toolDefinition.update({
        where: { id },
        data: { ...fields, name: finalName },
        include: withCount,
      })
    : await db.toolDefinition.create({
        data: { description: "", ...fields, id, name: finalName },
        include: withCount,
      });
  forgetKept();
  return { definition: toOutput(row), isNew: current === null };
}

/** Removes a tool definition; personas that held it no longer do. Throws not_found. */
export async function deleteDefinition(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "tools:write");
  const { count } = await db.toolDefinition.deleteMany({ where: { id } });
  if (count === 0) throw notFound("tool definition", id);
  forgetKept();
  return { deleted: true };
}

/** A row as every door shows it. */
export function toOutput(row: Counted): DefinitionOutput {
  const { _count, effect, createdAt, updatedAt, ...fields } = row;
  return {
    ...fields,
    toolName: makeToolName(row.name),
    effect: effect as ToolEffect,
    personaCount: _count.personas,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

async function refuseName(id: string, name: string): Promise<void> {
  if (isReservedName(name))
    throw invalidField("name", `${makeToolName(name)} is the name of a tool of the hub's own`);
  const toolName = makeToolName(name);
  const others = await db.toolDefinition.findMany({ where: { id: { not: id } }, select: { name: true } });
  const twin = others.find((other) => makeToolName(other.name) === toolName);
  if (!twin) return;
  const message =
    twin.name === name
      ? `There is a tool named ${name} already.`
      : `Models would take this for the tool named ${twin.name}: both are ${toolName} to them.`;
  throw new AppError("conflict", message, { issues: [{ path: "name", message }] });
}

type Schemas = Pick<DefinitionInput, "scriptPath" | "inputSchema" | "outputSchema">;

function checkSchemas({ scriptPath, inputSchema, outputSchema }: Schemas): void {
  for (const [path, text] of Object.entries({ inputSchema, outputSchema })) {
    if (text === undefined || text === null) continue;
    const schema = parseOrUndefined(text);
    if (schema === undefined) throw invalidField(path, "Not valid JSON");
    const problem = path === "inputSchema" ? explainInputSchema(schema) : explainSchema(schema);
    if (problem) throw invalidField(path, problem);
    const properties = (schema as { properties?: Record<string, unknown> }).properties ?? {};
    if (path === "inputSchema" && !scriptPath && "request" in properties)
      throw invalidField(path, 'The property "request" is added by the hub; name yours otherwise');
  }
}
