import type { EventLanes, ReachedExecution } from "@/server/events/schema";

/** A place on the axis of time, from 0 (the beginning of the window) to 1 (its end). */
type Place = number;
export type Tick = { event: EventLanes["events"][number]; at: Place };
export type Bar = {
  execution: ReachedExecution;
  /** Where it was made, where it started to run (its end, when it never did), where it ended or now. */
  from: Place;
  start: Place;
  end: Place;
  /** Its line in the lane, from 0: what overlaps stands beneath one another. */
  row: number;
  /** Where its event stands; null without one. An event from before the window stands at 0. */
  cause: Place | null;
};
export type Lane = { personaId: string; name: string; rows: number; bars: Bar[] };

/** Lines in a lane; what overlaps more often shares the last. */
const mostRows = 5;
/** The least room a bar takes, so that two short ones do not lie on one another. */
const leastWidth = 0.006;

/** Puts events and executions on an axis of time between two moments (epoch ms), a lane for each persona, the busiest first. */
export function layOutLanes(data: EventLanes, since: number, until: number) {
  const place = (iso: string): Place =>
    Math.min(1, Math.max(0, (Date.parse(iso) - since) / Math.max(1, until - since)));
  const ticks = data.events.map((event) => ({ event, at: place(event.createdAt) })).toReversed();
  const tickOf = new Map(ticks.map(({ event, at }) => [event.id, at]));
  const byPersona = Map.groupBy(data.executions.toReversed(), ({ personaId }) => personaId);
  const lanes = [...byPersona].map(([personaId, executions]): Lane => {
    const free: Place[] = [];
    const bars = executions.map((execution): Bar => {
      const from = place(execution.createdAt);
      const end = execution.completedAt ? place(execution.completedAt) : 1;
      const start = execution.startedAt ? place(execution.startedAt) : end;
      const { eventId } = execution;
      const cause = eventId === null ? null : (tickOf.get(eventId) ?? 0);
      return { execution, from, start, end, row: takeRow(free, from, end), cause };
    });
    const name = executions.at(-1)?.personaName ?? personaId;
    return { personaId, name, rows: Math.max(1, free.length), bars };
  });
  lanes.sort((a, b) => b.bars.length - a.bars.length || a.name.localeCompare(b.name));
  return { ticks, lanes };
}

/** The moments (epoch ms) to name on the axis: whole multiples of `every`. */
export function listMarks(since: number, until: number, every: number): number[] {
  const first = Math.ceil(since / every) * every;
  return Array.from(
    { length: Math.max(0, Math.floor((until - first) / every) + 1) },
    (_, n) => first + n * every,
  );
}

/** The first line that is free again; `free` says until where each is taken. */
function takeRow(free: Place[], from: Place, end: Place): number {
  const found = free.findIndex((until) => until <= from);
  const row = found >= 0 ? found : Math.min(free.length, mostRows - 1);
  free[row] = Math.max(free[row] ?? 0, end, from + leastWidth);
  return row;
}
