import {
  ArchiveX,
  Ban,
  CircleMinus,
  CircleX,
  History,
  Inbox,
  Layers,
  ListChecks,
  Infinity as Loop,
  type LucideIcon,
  Play,
  RotateCcw,
  RotateCw,
  Timer,
} from "lucide-react";
import type { StatusTone } from "@/components/shared/status-looks";
import type { EventAction } from "@/server/events/schema";

/** How each step of an event's audit trail looks and reads. */
export const auditLooks: Record<EventAction, { word: string; tone: StatusTone; icon: LucideIcon }> = {
  received: { word: "Received", tone: "queued", icon: Inbox },
  subscriptions_evaluated: { word: "Subscriptions evaluated", tone: "queued", icon: ListChecks },
  dispatched: { word: "Dispatched to", tone: "completed", icon: Play },
  dispatch_failed: { word: "Could not be dispatched to", tone: "failed", icon: CircleX },
  skipped: { word: "Skipped", tone: "cancelled", icon: CircleMinus },
  failed: { word: "Failed", tone: "failed", icon: CircleX },
  waiting_at_capacity: { word: "Waits in line for", tone: "waiting", icon: Layers },
  retry_scheduled: { word: "Next attempt planned for", tone: "waiting", icon: Timer },
  retried: { word: "Tried again by", tone: "running", icon: RotateCw },
  retry_dropped: { word: "Next attempt dropped for", tone: "cancelled", icon: Ban },
  moved_to_dead_letter: { word: "Moved to dead letters", tone: "failed", icon: ArchiveX },
  manual_retry: { word: "Tried again by hand", tone: "running", icon: RotateCw },
  hop_limit_reached: { word: "Stopped at the hop limit", tone: "failed", icon: Loop },
  loop_noticed: { word: "Seen to lead to itself", tone: "waiting", icon: Loop },
  loop_guard_tripped: { word: "Subscription disabled by the loop guard", tone: "failed", icon: Loop },
  replayed: { word: "Replayed as", tone: "running", icon: RotateCcw },
  replay_of: { word: "A replay of", tone: "queued", icon: History },
};
