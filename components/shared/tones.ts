import type { StatusTone } from "@/components/shared/status-looks";

/** The class that gives an icon or a line the colour of a status. */
export const toneInk: Record<StatusTone, string> = {
  queued: "text-queued",
  running: "text-running",
  waiting: "text-waiting",
  review: "text-review",
  completed: "text-completed",
  failed: "text-failed",
  cancelled: "text-cancelled",
};

/** The quiet ground of a badge. */
export const toneTint: Record<StatusTone, string> = {
  queued: "bg-queued-tint",
  running: "bg-running-tint",
  waiting: "bg-waiting-tint",
  review: "bg-review-tint",
  completed: "bg-completed-tint",
  failed: "bg-failed-tint",
  cancelled: "bg-cancelled-tint",
};

/** A part filled with the status's colour: a mark in a strip, a bar. */
export const toneFill: Record<StatusTone, string> = {
  queued: "bg-queued",
  running: "bg-running",
  waiting: "bg-waiting",
  review: "bg-review",
  completed: "bg-completed",
  failed: "bg-failed",
  cancelled: "bg-cancelled",
};
