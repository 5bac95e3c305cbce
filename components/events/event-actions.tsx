"use client";

import { Copy, RotateCcw, RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEventActs } from "@/components/events/use-event-acts";
import { Button } from "@/components/ui/button";
import type { EventOutput } from "@/server/events/schema";

const PublishDialog = dynamic(
  () => import("@/components/events/publish-dialog").then((module) => module.PublishDialog),
  { ssr: false },
);

/** What can be done with an event: match a failed one again, replay it as it was, publish a changed copy. */
export function EventActions({ event }: { event: EventOutput }) {
  const [isPublishing, setPublishing] = useState(false);
  const { key, replay, retry } = useEventActs();
  const isRevivable = event.status === "failed" || event.status === "dead_letter";
  return (
    <>
      {isRevivable && (
        <Button
          tone="primary"
          disabled={retry.isPending}
          title="Matches it again: personas whose last attempt failed get a further one"
          onClick={() => retry.mutate({ id: event.id })}
        >
          <RotateCw aria-hidden className="size-3.5" /> Try again
        </Button>
      )}
      <Button
        disabled={replay.isPending}
        title="Records it once more, as a new event"
        onClick={() => replay.mutate({ id: event.id, key })}
      >
        <RotateCcw aria-hidden className="size-3.5" /> Replay event
      </Button>
      <Button onClick={() => setPublishing(true)}>
        <Copy aria-hidden className="size-3.5" /> Publish a copy
      </Button>
      {isPublishing && <PublishDialog draft={toDraft(event)} onClose={() => setPublishing(false)} />}
    </>
  );
}

function toDraft(event: EventOutput) {
  return {
    eventType: event.eventType,
    sourceType: event.sourceType,
    sourceId: event.sourceId ?? "",
    targetPersonaId: event.targetPersonaId ?? "",
    payload: event.payload ?? "",
  };
}
