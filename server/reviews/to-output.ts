import type { Review } from "@/prisma/generated/client";
import { parseOrUndefined } from "@/server/json-text";
import type {
  Decision,
  ReviewKind,
  ReviewOutput,
  ReviewStatus,
  ReviewSummary,
  Severity,
} from "@/server/reviews/schema";

/** Columns that only the detail shows. */
export const contents = {
  description: true,
  contextData: true,
  suggestedActions: true,
  args: true,
  editedArgs: true,
  reviewerNotes: true,
} as const;

/** A line of the list. */
export function toSummary(row: Omit<Review, keyof typeof contents>): ReviewSummary {
  return {
    id: row.id,
    reviewId: row.id,
    projectId: "default",
    kind: row.kind as ReviewKind,
    executionId: row.executionId,
    personaId: row.personaId,
    personaName: row.personaName,
    toolCallId: row.toolCallId,
    title: row.title,
    severity: row.severity as Severity,
    toolName: row.toolName,
    argsHash: row.argsHash,
    parseError: row.parseError,
    isBlocking: row.isBlocking,
    status: row.status as ReviewStatus,
    decision: row.decision as Decision | null,
    resolvedBy: row.resolvedBy,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    escalatedAt: row.escalatedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A review as every door shows it. */
export function toOutput(row: Review): ReviewOutput {
  return {
    ...toSummary(row),
    description: row.description,
    contextData: row.contextData,
    suggestedActions: row.suggestedActions,
    args: row.args,
    editedArgs: row.editedArgs,
    reviewerNotes: row.reviewerNotes,
    payload: JSON.stringify(describePayload(row)),
    responseMessage: row.reviewerNotes,
  };
}

/** What was asked, in the shape of the protocol (contracts/personas.md §1.3), with the call in question if there is one. */
function describePayload(row: Review): Record<string, unknown> {
  return {
    title: row.title,
    description: row.description,
    severity: row.severity,
    context_data: row.contextData,
    suggested_actions: parseOrUndefined(row.suggestedActions) ?? [],
    ...(row.toolName === null ? {} : { tool: row.toolName, input: parseOrUndefined(row.args) ?? row.args }),
  };
}
