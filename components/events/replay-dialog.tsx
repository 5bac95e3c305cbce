"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { nameEvents, useEventActs } from "@/components/events/use-event-acts";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { EventFilter } from "@/server/events/schema";

/** The hub's own limit on one replay (`mostReplayed` of its schema). */
const most = 1_000;

type ReplayDialogProps = {
  /** The marked events, or the filter that selects them. */
  of: { ids: string[] } | { filter: EventFilter };
  onDone: () => void;
  onClose: () => void;
};

/** Asks before many events are replayed, and says how many they are. */
export function ReplayDialog({ of, onDone, onClose }: ReplayDialogProps) {
  const trpc = useTRPC();
  const { key, replayMany } = useEventActs();
  // What arrives while one reads the question is not meant by the answer.
  const [until] = useState(() => new Date().toISOString());
  const isById = "ids" in of;
  const matching = isById ? {} : { ...of.filter, until: of.filter.until ?? until };
  const counted = useQuery({
    ...trpc.events.list.queryOptions({ ...matching, limit: 1 }),
    enabled: !isById,
    gcTime: 0,
  });
  const count = isById ? of.ids.length : counted.data?.total;
  if (count !== undefined && count > most) {
    return (
      <Dialog title={`Replay ${nameEvents(count)}?`} onClose={onClose}>
        <p className="mb-4 text-ink-muted">
          At most {formatCount(most)} are replayed at once, so that a slip stays small. Narrow the filter, by
          time for instance.
        </p>
        <div className="flex justify-end">
          <Button onClick={onClose}>Close</Button>
        </div>
      </Dialog>
    );
  }
  const words = count === undefined ? "events" : nameEvents(count);
  return (
    <ConfirmDialog
      title={`Replay ${words}?`}
      act={`Replay ${words}`}
      tone="primary"
      isPending={replayMany.isPending || !count}
      error={replayMany.error ?? counted.error}
      onConfirm={() =>
        replayMany.mutate({ ...(isById ? { ids: of.ids } : matching), key }, { onSuccess: onDone })
      }
      onClose={onClose}
    >
      Each is recorded once more, as a new event, oldest first. Personas that listen now react to it as they
      would to the first: they run, and may cost tokens.
    </ConfirmDialog>
  );
}
