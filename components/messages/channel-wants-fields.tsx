"use client";

import { useQuery } from "@tanstack/react-query";
import type { ChannelDraft } from "@/components/messages/channel-draft";
import { leastPriorities } from "@/components/messages/channel-words";
import { Field } from "@/components/shared/field";
import { Select } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import type { Failure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

type WantsFieldsProps = {
  draft: ChannelDraft;
  issues: Failure["issues"];
  onDraft: (part: Partial<ChannelDraft>) => void;
};

const checkClass =
  "-mx-2 flex items-start gap-2.5 rounded-md px-2 py-1 text-table hover:bg-hover pointer-coarse:py-2.5";

/** Which messages a channel takes. */
export function ChannelWantsFields({ draft, issues, onDraft }: WantsFieldsProps) {
  return (
    <>
      <Field label="Takes" path="minPriority" issues={issues}>
        {(control) => (
          <Select
            {...control}
            value={draft.minPriority}
            onChange={(event) => onDraft({ minPriority: event.target.value as ChannelDraft["minPriority"] })}
          >
            {leastPriorities.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <PersonaChecks draft={draft} issues={issues} onDraft={onDraft} />
      <label className={checkClass}>
        <input
          type="checkbox"
          checked={draft.tellsReviews}
          onChange={(event) => onDraft({ tellsReviews: event.target.checked })}
          className="mt-0.5 size-4 shrink-0 accent-ink"
        />
        <span className="min-w-0">
          Tell it of reviews
          <span className="block text-ink-muted">
            With links that approve or reject without signing in: whoever reads the channel can answer.
          </span>
        </span>
      </label>
    </>
  );
}

function PersonaChecks({ draft, issues, onDraft }: WantsFieldsProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const { personaIds } = draft;
  const error = issues.find(({ path }) => path.startsWith("personaIds"))?.message;
  const toggle = (ids: string[], id: string, isOn: boolean) =>
    onDraft({ personaIds: isOn ? [...ids, id] : ids.filter((each) => each !== id) });
  return (
    <div className="flex min-w-0 flex-col items-start gap-2">
      <Segments
        label="Whose messages"
        value={personaIds === null ? "all" : "some"}
        onValue={(value) => onDraft({ personaIds: value === "all" ? null : [] })}
        options={[
          { value: "all", label: "Of every persona" },
          { value: "some", label: "Of some" },
        ]}
      />
      {personaIds !== null && (
        <fieldset className="max-h-48 w-full overflow-y-auto px-2">
          <legend className="sr-only">Personas</legend>
          {(data?.items ?? []).map(({ id, name }) => (
            <label key={id} className={checkClass}>
              <input
                type="checkbox"
                checked={personaIds.includes(id)}
                onChange={(event) => toggle(personaIds, id, event.target.checked)}
                className="mt-0.5 size-4 shrink-0 accent-ink"
              />
              <span className="min-w-0 break-words">{name}</span>
            </label>
          ))}
        </fieldset>
      )}
      {error && <p className="text-failed text-table">{error}</p>}
    </div>
  );
}
