import { findOldestInQueue, readQueueFill } from "@/server/executions/queue";
import type { Trouble } from "@/server/system/schema";

/** From which fill on the queue is worth a look, and from which on it is urgent (contracts/personas.md §1.8). */
const warningAt = 0.5;
const criticalAt = 0.8;

/** How full the queue is, as one trouble that leads to what has waited longest; none while there is room. */
export async function describeQueue(): Promise<Trouble[]> {
  const { count, most } = await readQueueFill();
  if (count < most * warningAt) return [];
  const oldest = await findOldestInQueue();
  if (!oldest) return [];
  const waiting = `${count} of at most ${most} executions wait for a place or a worker`;
  const remedy =
    "Let personas run more at the same time, start workers, cancel what is not needed, or raise EXECUTION_QUEUE_MAX.";
  return [
    {
      kind: "queue",
      id: oldest.id,
      title:
        count >= most
          ? "The queue is full"
          : count >= most * criticalAt
            ? "The queue is almost full"
            : "The queue fills up",
      reason:
        count >= most
          ? `${waiting}; direct requests are refused until there is room. ${remedy}`
          : `${waiting}; at ${most} direct requests are refused. ${remedy}`,
      at: oldest.since.toISOString(),
      count: 1,
    },
  ];
}
