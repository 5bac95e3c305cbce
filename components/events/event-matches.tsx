"use client";

import { useMutation } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { MatchVerdicts } from "@/components/events/match-verdicts";
import { FormError } from "@/components/shared/form-error";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/trpc";

/** Which personas would react to this event if it arrived now. Asked for, as subscriptions may be many. */
export function EventMatches({ eventId }: { eventId: string }) {
  const trpc = useTRPC();
  const preview = useMutation(trpc.events.previewMatches.mutationOptions());
  const ask = () => preview.mutate({ eventId });
  return (
    <Section
      title="Who would react now?"
      action={
        <Button onClick={ask} disabled={preview.isPending}>
          <ListChecks aria-hidden className="size-3.5" /> {preview.data ? "Ask again" : "Find out"}
        </Button>
      }
    >
      {preview.error && (
        <div className="pt-3">
          <FormError error={preview.error} />
        </div>
      )}
      {preview.data ? (
        <MatchVerdicts preview={preview.data} />
      ) : (
        !preview.error && (
          <p className="pt-3 text-ink-muted text-table">
            Holds the event against today’s subscriptions and says of each why it matches, or not. Nothing
            runs.
          </p>
        )
      )}
    </Section>
  );
}
