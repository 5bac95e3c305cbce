import { Prisma } from "@/prisma/generated/client";
import type { ReviewFilter } from "@/server/reviews/schema";

/** The condition that the filters of a list add up to, over the table `review`. */
export function whereReviews(filter: ReviewFilter): Prisma.Sql {
  const { status, severity, kind, personaId, executionId, search } = filter;
  const conditions = [Prisma.sql`TRUE`];
  if (status === "answered") conditions.push(Prisma.sql`status <> 'pending'`);
  else if (status) conditions.push(Prisma.sql`status = ${status}`);
  if (severity) conditions.push(Prisma.sql`severity = ${severity}`);
  if (kind) conditions.push(Prisma.sql`kind = ${kind}`);
  if (personaId) conditions.push(Prisma.sql`persona_id = ${personaId}`);
  if (executionId) conditions.push(Prisma.sql`execution_id = ${executionId}`);
  if (search) {
    const words = search.toLowerCase();
    conditions.push(Prisma.sql`(id = ${search} OR execution_id = ${search} OR strpos(lower(title), ${words}) > 0
      OR strpos(lower(persona_name), ${words}) > 0 OR strpos(lower(coalesce(description, '')), ${words}) > 0)`);
  }
  return Prisma.join(conditions, " AND ");
}

/** What is pending first, the most severe before the oldest; then what was answered, latest first. */
export const reviewOrder = Prisma.sql`
  status <> 'pending',
  CASE WHEN status = 'pending' THEN array_position(ARRAY['critical', 'high', 'medium', 'low'], severity) END,
  CASE WHEN status = 'pending' THEN created_at END,
  resolved_at DESC, id DESC`;
