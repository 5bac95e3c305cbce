"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Field } from "@/components/shared/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

export type EventDraft = {
  eventType: string;
  sourceType: string;
  sourceId: string;
  targetPersonaId: string;
  payload: string;
};

export const emptyDraft: EventDraft = {
  eventType: "",
  sourceType: "manual",
  sourceId: "",
  targetPersonaId: "",
  payload: "",
};
export const eventFieldPaths = ["eventType", "sourceType", "sourceId", "targetPersonaId", "payload"];

type EventFieldsProps = {
  draft: EventDraft;
  onChange: (part: Partial<EventDraft>) => void;
  issues: Failure["issues"];
  /** Types to choose from while one writes. */
  types?: string[];
};

/** The fields of an event that is written by hand. */
export function EventFields({ draft, onChange, issues, types = [] }: EventFieldsProps) {
  const trpc = useTRPC();
  const listId = useId();
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  return (
    <>
      <Field label="Type" path="eventType" issues={issues} hint="For example gitlab_push or deploy.requested">
        {(control) => (
          <Input
            {...control}
            required
            autoComplete="off"
            list={types.length > 0 ? listId : undefined}
            value={draft.eventType}
            onChange={(event) => onChange({ eventType: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      {types.length > 0 && (
        <datalist id={listId}>
          {types.map((type) => (
            <option key={type} value={type} />
          ))}
        </datalist>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Source type" path="sourceType" issues={issues}>
          {(control) => (
            <Input
              {...control}
              value={draft.sourceType}
              onChange={(event) => onChange({ sourceType: event.target.value })}
            />
          )}
        </Field>
        <Field label="Source" path="sourceId" issues={issues}>
          {(control) => (
            <Input
              {...control}
              placeholder="org/repo"
              value={draft.sourceId}
              onChange={(event) => onChange({ sourceId: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label="For" path="targetPersonaId" issues={issues}>
        {(control) => (
          <Select
            {...control}
            value={draft.targetPersonaId}
            onChange={(event) => onChange({ targetPersonaId: event.target.value })}
          >
            <option value="">Every persona that listens</option>
            {personas.data?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name} alone
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Payload" path="payload" issues={issues} hint="JSON, or nothing">
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            value={draft.payload}
            onChange={(event) => onChange({ payload: event.target.value })}
            className="min-h-32 font-mono text-code"
          />
        )}
      </Field>
    </>
  );
}

/** What the hub is told of a draft. */
export function toPublishInput(draft: EventDraft) {
  return {
    eventType: draft.eventType.trim(),
    sourceType: draft.sourceType.trim() || "manual",
    sourceId: draft.sourceId.trim() || null,
    targetPersonaId: draft.targetPersonaId || null,
    payload: draft.payload.trim() || null,
  };
}
