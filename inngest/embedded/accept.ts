import { mergeChanges } from "./change";
import { debounceKeys } from "./debounce-key";
import { commitPlans, type EngineState, type Plan } from "./engine-state";
import type { EngineEvent } from "./event";
import { planEvent } from "./event-plan";

/** Repeats come within seconds; remembering this many spares them the database. */
const remembered = 10_000;

export type Acceptor = (events: readonly EngineEvent[]) => Promise<void>;

/**
 * Accepts events: resolves once each is durable, whether new or a repeat. Only the first of an id has
 * effects. Rejects when they could not be written.
 */
export function createAcceptor(engine: EngineState): Acceptor {
  /** Ids accepted or being accepted, oldest first. */
  const known = new Map<string, Promise<unknown>>();

  return async (events) => {
    const waits: Promise<unknown>[] = [];
    const fresh: EngineEvent[] = [];
    for (const event of events) {
      const earlier = known.get(event.id);
      if (earlier) waits.push(earlier);
      else if (!fresh.some(({ id }) => id === event.id)) fresh.push(event);
    }
    if (fresh.length > 0) {
      const plans = fresh.map((event) => planEvent(engine, event));
      const written = commitAll(engine, plans);
      for (const { id } of fresh) known.set(id, written);
      written.catch(() => {
        for (const { id } of fresh) known.delete(id);
      });
      forgetOldest(known);
      waits.push(written);
    }
    await Promise.all(waits);
  };
}

/** In one statement, unless events that gather under one key need one each. */
async function commitAll(engine: EngineState, plans: readonly Plan[]): Promise<void> {
  if (plans.some(({ change }) => debounceKeys(change.runs).length > 0)) {
    await Promise.all(plans.map((plan) => commitPlans(engine, plan.change, [plan])));
  } else await commitPlans(engine, mergeChanges(plans.map((plan) => plan.change)), plans);
}

function forgetOldest(known: Map<string, unknown>): void {
  for (const id of known.keys()) {
    if (known.size <= remembered) return;
    known.delete(id);
  }
}
