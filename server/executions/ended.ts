import { executionEnded } from "@/inngest/events";
import { Prisma } from "@/prisma/generated/client";

/**
 * The expression `told`, beside an expression `ended` that returns rows of `execution`: writes the fact that
 * they ended where somebody cares, which is when one may be tried again, was fired by a trigger, or a chain
 * or an endpoint listens. Most ends so cost the engine nothing.
 */
export const tellEnded = Prisma.sql`told AS (
  INSERT INTO outbox (id, name, data)
  SELECT 'out_ended_' || id, ${executionEnded.name}, json_build_object('executionId', id)::text
  FROM ended
  WHERE (status = 'failed' AND event_id IS NOT NULL) OR trigger_id IS NOT NULL
    OR EXISTS (SELECT 1 FROM trigger_fire WHERE trigger_fire.event_id = ended.event_id)
    OR EXISTS (SELECT 1 FROM trigger WHERE trigger_type = 'chain' AND enabled)
    OR EXISTS (SELECT 1 FROM endpoint WHERE enabled)
  RETURNING id, name, data
)`;
