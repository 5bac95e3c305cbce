import { setTimeout as delay } from "node:timers/promises";
import type { EventOutput } from "@/server/events/schema";
import type { ExecutionDetail, ExecutionOutput } from "@/server/executions/schema";
import { ask, type HubAddress } from "./api";

const patienceMs = 45_000;

/** Reads until `isEnough`; throws what was last seen when that does not come about in time. */
export async function awaitState<State>(
  read: () => Promise<State>,
  isEnough: (state: State) => boolean,
  withinMs = patienceMs,
): Promise<State> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const state = await read();
    if (isEnough(state)) return state;
    if (Date.now() > deadline)
      throw new Error(`Not within ${withinMs} ms: ${JSON.stringify(state).slice(0, 2_000)}`);
    await delay(40);
  }
}

/** The event once it is matched, or could not be. */
export function awaitEvent(hub: HubAddress, id: string): Promise<EventOutput> {
  const read = () => ask<EventOutput>(hub, "GET", `/api/events/${id}`);
  return awaitState(read, ({ status }) => status !== "pending" && status !== "processing");
}

/** The execution once it has ended, or once `isEnough`. */
export function awaitExecution(
  hub: HubAddress,
  id: string,
  isEnough: (execution: ExecutionDetail) => boolean = ({ status }) =>
    status !== "queued" && status !== "running",
): Promise<ExecutionDetail> {
  return awaitState(() => ask<ExecutionDetail>(hub, "GET", `/api/executions/${id}`), isEnough);
}

/** The executions an event led to, once it is matched and they are as many as `count`. */
export async function awaitExecutionsOf(
  hub: HubAddress,
  eventId: string,
  count = 1,
): Promise<ExecutionOutput[]> {
  await awaitEvent(hub, eventId);
  const read = () => ask<ExecutionOutput[]>(hub, "GET", `/api/executions?eventId=${eventId}`);
  return awaitState(read, ({ length }) => length >= count);
}
