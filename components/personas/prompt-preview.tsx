"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { estimateTokens, PromptBlock } from "@/components/personas/prompt-block";
import { useNow } from "@/components/shared/clock";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { Select } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { formatRelative } from "@/lib/dates";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { PromptPreview as PromptPreviewOutput } from "@/server/events/schema";
import type { PersonaOutput } from "@/server/personas/schema";

/** Blocks that say the same to every persona. */
const sameForAll = new Set(["Execution Environment", "Communication Protocols", "Security"]);

type PromptPreviewProps = { persona: PersonaOutput; version: number | null };

/** Exactly what the model would be sent, with any past event as input. It shows what is saved. */
export function PromptPreview({ persona, version }: PromptPreviewProps) {
  const trpc = useTRPC();
  const now = useNow();
  const [eventId, setEventId] = useQueryState("event", parseAsString);
  const events = useQuery(trpc.events.list.queryOptions({ limit: 50 }));
  const preview = useQuery({
    ...trpc.events.previewPrompt.queryOptions({
      personaId: persona.id,
      ...(eventId ? { eventId } : {}),
      ...(version === null ? {} : { version }),
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = preview;
  return (
    <Section
      title="What is sent"
      note={data && `about ${formatCount(estimateTokens(data.system) + estimateTokens(data.user))} tokens`}
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
            <PreviewPart title="System" blocks={data.blocks.filter(({ part }) => part === "system")} />
            <p className="flex items-center gap-3 text-ink-muted text-table before:h-px before:flex-1 before:bg-line-strong after:h-px after:flex-1 after:bg-line-strong">
              cached up to here: about {formatCount(estimateTokens(data.system))} tokens
            </p>
            <PreviewPart title="User" blocks={data.blocks.filter(({ part }) => part === "user")} />
          </>
        )}
      </div>
    </Section>
  );
}

function PreviewPart({ title, blocks }: { title: string; blocks: PromptPreviewOutput["blocks"] }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-semibold text-table">{title}</h3>
      {blocks.map(({ id, title: heading, text }) => (
        <PromptBlock key={id} title={heading} text={text} isOpen={!sameForAll.has(heading)} />
      ))}
    </section>
  );
}
