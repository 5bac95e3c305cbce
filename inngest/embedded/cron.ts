import type { Definition } from "./definition";
import { commitPlans, type EngineState } from "./engine-state";
import type { EngineEvent } from "./event";
import { planStart } from "./event-plan";

type Cron = Definition["crons"][number];

/** A slot missed by no more than this still fires; an older one is skipped. */
const graceMs = 60_000;

/**
 * Arms every cron trigger. With `hasPast`, a slot of the last minute fires too, unless it did before: the
 * slot is the event's id, so it counts once whoever fires it.
 */
export function armCrons(engine: EngineState, hasPast: boolean): void {
  for (const definition of engine.definitions.values()) {
    for (const cron of definition.crons) {
      const now = engine.clock();
      const missed = hasPast ? findLastSlot(cron.schedule, now - graceMs, now) : null;
      if (missed !== null) fire(engine, definition, cron, missed);
      armNext(engine, definition, cron);
    }
  }
}

function armNext(engine: EngineState, definition: Definition, cron: Cron): void {
  const slotMs = cron.schedule.nextRun(new Date(engine.clock()))?.getTime();
  if (slotMs === undefined) return;
  engine.timers.at(slotMs, () => {
    if (engine.clock() - slotMs <= graceMs) fire(engine, definition, cron, slotMs);
    else
      engine.log.warn({ functionId: definition.id, slotMs }, "a cron slot was missed by more than a minute");
    armNext(engine, definition, cron);
  });
}

function findLastSlot(schedule: Cron["schedule"], fromMs: number, toMs: number): number | null {
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

function fire(engine: EngineState, definition: Definition, cron: Cron, slotMs: number): void {
  const event: EngineEvent = {
    id: `cron_${definition.id}_${cron.expression}_${new Date(slotMs).toISOString()}`,
    name: "inngest/scheduled.timer",
    data: { cron: cron.expression },
    ts: slotMs,
  };
  const plan = planStart(engine, event, { definition, parent: null });
  commitPlans(engine, plan.change, [plan]).catch((error: unknown) => {
    engine.log.error({ err: error, functionId: definition.id }, "a cron slot could not be recorded");
  });
}
