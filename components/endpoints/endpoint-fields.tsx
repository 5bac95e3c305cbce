"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Field } from "@/components/shared/field";
import { Input } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { EndpointOutput, NoticeType } from "@/server/endpoints/schema";

export type EndpointDraft = { url: string; description: string; noticeTypes: NoticeType[] };
export const endpointPaths = ["url", "description", "noticeTypes"];

/** The draft that an endpoint begins as, or that a new one does. */
export function toDraft(endpoint: EndpointOutput | null): EndpointDraft {
  const { url = "", description = null, noticeTypes = [] } = endpoint ?? {};
  return { url, description: description ?? "", noticeTypes: noticeTypes.toSorted() };
}

/** What is sent to the hub. */
export function toFields({ url, description, noticeTypes }: EndpointDraft) {
  return { url: url.trim(), description: description.trim() || null, noticeTypes };
}

type EndpointFieldsProps = {
  draft: EndpointDraft;
  issues: Failure["issues"];
  onDraft: (part: Partial<EndpointDraft>) => void;
};

/** Where to, and what of. */
export function EndpointFields({ draft, issues, onDraft }: EndpointFieldsProps) {
  return (
    <>
      <Field
        label="URL"
        path="url"
        issues={issues}
        hint="Takes POST with JSON and answers with any 2xx within 15 seconds"
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="https://example.com/hooks/ensemble"
            value={draft.url}
            onChange={(event) => onDraft({ url: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <Field label="Description" path="description" issues={issues}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.description}
            onChange={(event) => onDraft({ description: event.target.value })}
          />
        )}
      </Field>
      <TypeChecks draft={draft} issues={issues} onDraft={onDraft} />
    </>
  );
}

function TypeChecks({ draft, issues, onDraft }: EndpointFieldsProps) {
  const trpc = useTRPC();
  const id = useId();
  const { data: types = [] } = useQuery(trpc.endpoints.noticeTypes.queryOptions());
  const error = issues.find(({ path }) => path.startsWith("noticeTypes"))?.message;
  const toggle = (type: NoticeType, isOn: boolean) =>
    onDraft({
      noticeTypes: isOn
        ? [...draft.noticeTypes, type].toSorted()
        : draft.noticeTypes.filter((each) => each !== type),
    });
  return (
    <fieldset
      className="flex min-w-0 flex-col gap-1"
      {...(error ? { "aria-describedby": `${id}-error` } : {})}
    >
      <legend className="mb-1 font-semibold text-table">Tell it of</legend>
      {types.map(({ type, description }) => (
        <label
          key={type}
          className="-mx-2 flex items-start gap-2.5 rounded-md px-2 py-1 text-table hover:bg-hover pointer-coarse:py-2.5"
        >
          <input
            type="checkbox"
            checked={draft.noticeTypes.includes(type)}
            onChange={(event) => toggle(type, event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-ink"
          />
          <span className="min-w-0">
            <span className="font-mono text-code">{type}</span>
            <span className="block text-ink-muted">{description}</span>
          </span>
        </label>
      ))}
      {error && (
        <p id={`${id}-error`} className="text-failed text-table">
          {error}
        </p>
      )}
    </fieldset>
  );
}
