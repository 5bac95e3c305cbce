import { Prisma } from "@/prisma/generated/client";
import type { ExecutionFilter } from "@/server/executions/schema";

/** The condition that the filters of a list add up to, over the table `execution`. */
export function whereExecutions(filter: ExecutionFilter): Prisma.Sql {
  const { personaId, status, eventId, triggerId, sourceType, search, since, until } = filter;
  const conditions = [Prisma.sql`TRUE`];
  if (personaId) conditions.push(Prisma.sql`persona_id = ${personaId}`);
  if (status) conditions.push(Prisma.sql`status = ${status}`);
  if (eventId) conditions.push(Prisma.sql`event_id = ${eventId}`);
  if (triggerId) conditions.push(Prisma.sql`trigger_id = ${triggerId}`);
  if (sourceType)
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM event WHERE event.id = execution.event_id AND event.source_type = ${sourceType})`,
    );
  if (since) conditions.push(Prisma.sql`created_at >= ${new Date(since)}`);
  if (until) conditions.push(Prisma.sql`created_at <= ${new Date(until)}`);
  if (search)
    conditions.push(
      Prisma.sql`(id = ${search} OR event_id = ${search} OR strpos(lower(persona_name), ${search.toLowerCase()}) > 0)`,
    );
  return Prisma.join(conditions, " AND ");
}
