import { designRequested } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { PersonaDesign } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import type {
  DesignBatchInput,
  DesignBatchOutput,
  DesignInput,
  DesignOutput,
  DesignStage,
  PersonaIssue,
} from "@/server/designs/schema";
import { AppError, type FieldIssue, invalidField, notFound } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { hasNewToken } from "@/server/personas/version-content";

/** The credentials that a request means by name or service type. */
export function whereConnectors(connectors: string[]) {
  const types = connectors.map((word) => word.toLowerCase());
  return { OR: [{ name: { in: connectors } }, { serviceType: { in: types } }] };
}

/** What is stored of a request: the intention and the means, however many personas it is for. */
export type StoredRequest = DesignInput;

/**
 * Has a persona designed from an intention, by the workspace's model. Tools and connectors that are named are linked to
 * it. Throws validation_failed for one that there is not.
 */
export async function requestDesign(actor: Actor, input: DesignInput): Promise<DesignOutput> {
  const [design] = await request(actor, input, 1);
  if (!design) throw new Error("No design was stored.");
  return toOutput(design);
}

/** The same for several personas that work as a team, designed in one go. */
export async function requestDesigns(
  actor: Actor,
  { description, count, ...means }: DesignBatchInput,
): Promise<DesignBatchOutput> {
  const designs = await request(actor, { intent: description, ...means }, count);
  return { batchId: designs[0]?.batchId ?? "", designs: designs.map(toOutput) };
}

/** How far a design is. Throws not_found. */
export async function getDesign(actor: Actor, id: string): Promise<DesignOutput> {
  requireScope(actor, "personas:read");
  const row = await db.personaDesign.findUnique({ where: { id } });
  if (!row) throw notFound("design", id);
  return toOutput(row);
}

async function request(actor: Actor, input: StoredRequest, count: number): Promise<PersonaDesign[]> {
  requireScope(actor, "personas:write");
  if (input.tools?.length) requireScope(actor, "tools:write");
  if (input.connectors?.length) requireScope(actor, "credentials:write");
  if (hasNewToken(input.modelProfile)) {
    throw invalidField("modelProfile", "A token is entered in the persona's settings, once it is there");
  }
  await refuseUnknown(input);
  const ids = Array.from({ length: count }, () => createId("personaDesign")).toSorted();
  const batchId = ids[0] ?? "";
  const fact = outboxRow(designRequested.create({ designId: batchId }));
  const stored = JSON.stringify(input);
  const [designs] = await db.$transaction([
    db.personaDesign.createManyAndReturn({ data: ids.map((id) => ({ id, batchId, request: stored })) }),
    db.outbox.create({ data: fact }),
  ]);
  await flushOutbox([fact]);
  return designs;
}

async function refuseUnknown({ tools = [], connectors = [] }: StoredRequest): Promise<void> {
  const [definitions, credentials] = await Promise.all([
    tools.length > 0 ? db.toolDefinition.findMany({ select: { name: true } }) : [],
    connectors.length > 0 ? db.credential.findMany({ select: { name: true, serviceType: true } }) : [],
  ]);
  const issues = [
    ...tools.flatMap((name, index) =>
      explainUnknown(
        `tools.${index}`,
        name,
        definitions.map((each) => each.name),
      ),
    ),
    ...connectors.flatMap((name, index) =>
      explainUnknown(
        `connectors.${index}`,
        name,
        credentials.flatMap((each) => [each.name, each.serviceType]),
      ),
    ),
  ];
  const [first] = issues;
  if (first) throw new AppError("validation_failed", `${first.path}: ${first.message}`, { issues });
}

function explainUnknown(path: string, name: string, known: string[]): FieldIssue[] {
  if (known.includes(name) || known.includes(name.toLowerCase())) return [];
  const those = [...new Set(known)].toSorted().join(", ") || "none yet";
  return [{ path, message: `There is no ${name}. Known: ${those}` }];
}

function toOutput(row: PersonaDesign): DesignOutput {
  return {
    designId: row.id,
    batchId: row.batchId,
    status: row.status as DesignOutput["status"],
    stage: row.stage as DesignStage,
    personaId: row.personaId,
    issues: (parseOrUndefined(row.issues) ?? []) as PersonaIssue[],
    errorMessage: row.errorMessage,
    costUsd: row.costUsd,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}
