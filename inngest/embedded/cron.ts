import type { Definition } from "./definition";
import type { EngineState } from "./engine-state";
import type { EngineEvent } from "./event";

/** A slot missed by no more than this still fires; an older one is skipped. */
const graceMs = 60_000;

/**
 * Arms every cron trigger. With `hasPast`, a slot of the last minute fires too, unless it did before: the
 * slot is the event's id, so it counts once whoever fires it.
 */
export function armCrons(engine: EngineState, accept: (event: EngineEvent) => void, hasPast: boolean): void {
  for (const definition of engine.definitions.values()) {
    for (const cron of definition.crons) {
      const now = engine.clock();
      const missed = hasPast ? findLastSlot(cron.schedule, now - graceMs, now) : null;
      if (missed !== null) accept(describeSlot(definition.id, cron.expression, missed));
      armNext(engine, definition, cron, accept);
    }
  }
}

function armNext(
  engine: EngineState,
  definition: Definition,
  cron: Definition["crons"][number],
  accept: (event: EngineEvent) => void,
): void {
  const slotMs = cron.schedule.nextRun(new Date(engine.clock()))?.getTime();
  if (slotMs === undefined) return;
  engine.timers.at(slotMs, () => {
    if (engine.clock() - slotMs <= graceMs) accept(describeSlot(definition.id, cron.expression, slotMs));
    else
      engine.log.warn({ functionId: definition.id, slotMs }, "a cron slot was missed by more than a minute");
    armNext(engine, definition, cron, accept);
  });
}

function findLastSlot(
  schedule: Definition["crons"][number]["schedule"],
  fromMs: number,
  toMs: number,
): number | null {
  let last: number | null = null;
  for (
    let next = schedule.nextRun(new Date(fromMs));
    next && next.getTime() <= toMs;
    next = schedule.nextRun(next)
  ) {
    last = next.getTime();
  }
  return last;
}

function describeSlot(functionId: string, expression: string, slotMs: number): EngineEvent {
  return {
    id: `cron_${functionId}_${expression}_${new Date(slotMs).toISOString()}`,
    name: "inngest/scheduled.timer",
    data: { cron: expression },
    ts: slotMs,
  };
}
