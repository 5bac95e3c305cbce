import type { FiringOutput, TriggerCreate, TriggerOutput } from "@/server/triggers/schema";
import { ask, type HubAddress } from "@/tests/support/api";
import { awaitState } from "@/tests/support/settle";

/** A trigger of a persona. */
export function createTrigger(
  hub: HubAddress,
  persona: { id: string },
  triggerType: TriggerCreate["triggerType"],
  input: Omit<Partial<TriggerCreate>, "config"> & { config?: object } = {},
): Promise<TriggerOutput> {
  return ask(hub, "POST", "/api/triggers", { personaId: persona.id, triggerType, ...input });
}

/** A trigger's firings, newest first, once they are as many as `count`. */
export function awaitFirings(hub: HubAddress, id: string, count = 1): Promise<FiringOutput[]> {
  const read = () => ask<FiringOutput[]>(hub, "GET", `/api/triggers/${id}/firings`);
  return awaitState(read, ({ length }) => length >= count);
}

/** A trigger's latest firing once what it set off has ended. */
export async function awaitSettled(hub: HubAddress, id: string): Promise<FiringOutput> {
  const read = () => ask<FiringOutput[]>(hub, "GET", `/api/triggers/${id}/firings?limit=1`);
  const isSettled = (rows: FiringOutput[]) => rows[0]?.status === "completed" || rows[0]?.status === "failed";
  const [firing] = await awaitState(read, isSettled);
  if (!firing) throw new Error(`${id} has not fired.`);
  return firing;
}
