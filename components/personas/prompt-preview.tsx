"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useNow } from "@/components/shared/clock";
import { CodeBlock } from "@/components/shared/code-block";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { Select } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { formatRelative } from "@/lib/dates";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput } from "@/server/personas/schema";

/** Exactly what the model would be sent, with any past event as input. It shows what is saved. */
export function PromptPreview({ persona }: { persona: PersonaOutput }) {
  const trpc = useTRPC();
  const now = useNow();
  const [eventId, setEventId] = useQueryState("event", parseAsString);
  const events = useQuery(trpc.events.list.queryOptions({ limit: 50 }));
  const preview = useQuery({
    ...trpc.events.previewPrompt.queryOptions({ personaId: persona.id, ...(eventId ? { eventId } : {}) }),
    placeholderData: keepPreviousData,
  });
  const { data } = preview;
  return (
    <Section
      title="What is sent"
      note={data && `about ${formatCount((data.system.length + data.user.length) / 4)} tokens`}
      action={
        <Select
          aria-label="Event given as input"
          value={eventId ?? ""}
          onChange={(event) => void setEventId(event.target.value || null)}
          className="max-w-52 text-table"
        >
          <option value="">Without input</option>
          {events.data?.items.map((event) => (
            <option key={event.id} value={event.id}>
              {event.eventType}, {formatRelative(Date.parse(event.createdAt), now)}
            </option>
          ))}
        </Select>
      }
    >
      <div className="flex flex-col gap-3 pt-4">
        {preview.error && !data && (
          <ErrorState what="The preview" error={preview.error} onRetry={() => void preview.refetch()} />
        )}
        {!data && !preview.error && <Skeleton className="h-96 w-full" />}
        {data && (
          <>
            <PreviewPart title="System" text={data.system} />
            <PreviewPart title="User" text={data.user} />
          </>
        )}
      </div>
    </Section>
  );
}

function PreviewPart({ title, text }: { title: string; text: string }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-semibold text-table">{title}</h3>
      <CodeBlock wrap label={`${title.toLowerCase()} prompt`} text={text} className="max-h-[28rem]" />
    </section>
  );
}
