"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/shared/field";
import { FilterRowFields } from "@/components/subscriptions/filter-row-fields";
import {
  appendRow,
  type FilterRow,
  readFilterRows,
  writeFilterRows,
} from "@/components/subscriptions/filter-rows";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import type { Failure } from "@/lib/failure";

type FilterEditorProps = { value: string; issues: Failure["issues"]; onValue: (text: string) => void };
const modes = [
  { value: "form", label: "Form" },
  { value: "json", label: "JSON" },
] as const;

/** A filter on payloads, line by line or as JSON: both are views of one text, kept in step. */
export function FilterEditor({ value, issues, onValue }: FilterEditorProps) {
  const [mode, setMode] = useState<"form" | "json">("form");
  // Lines that are not finished say nothing in the text, so they are kept beside it.
  const [draft, setDraft] = useState({ text: value, rows: readFilterRows(value) });
  const rows = draft.text === value ? draft.rows : readFilterRows(value);
  const setRows = (next: FilterRow[]) => {
    const text = writeFilterRows(next);
    setDraft({ text, rows: next });
    onValue(text);
  };
  const setText = (text: string) => {
    setDraft({ text, rows: readFilterRows(text) });
    onValue(text);
  };
  return (
    <Field
      label="Payload"
      path="payloadFilter"
      issues={issues}
      hint={
        mode === "form"
          ? 'Lines with different paths have to hold together, lines with the same path one of them. 5 is a number, "5" is text.'
          : "Dot-path → array of matchers: a value, prefix, suffix, anything-but, numeric, exists."
      }
    >
      {(control) => (
        <div className="flex flex-col gap-2">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Segments label="Payload filter as" value={mode} onValue={setMode} options={[...modes]} />
            {mode === "form" && rows && (
              <Button tone="quiet" onClick={() => setRows(appendRow(rows))}>
                <Plus aria-hidden className="size-3.5" /> Add condition
              </Button>
            )}
          </div>
          {mode === "json" && (
            <Textarea
              {...control}
              spellCheck={false}
              value={value}
              placeholder={'{ "ref": [{ "prefix": "refs/heads/" }] }'}
              onChange={(event) => setText(event.target.value)}
              className="min-h-32 font-mono text-code"
            />
          )}
          {mode === "form" && rows === null && (
            <p className="rounded-md bg-sunken px-3 py-2 text-ink-muted text-table">
              The JSON cannot be shown line by line. Put it right under JSON.
            </p>
          )}
          {mode === "form" && rows?.length === 0 && (
            <p id={control.id} className="text-ink-muted text-table">
              Any payload.
            </p>
          )}
          {mode === "form" && rows && rows.length > 0 && (
            <ul className="flex flex-col gap-2">
              {rows.map((row, index) => (
                <FilterRowFields
                  key={row.id}
                  id={index === 0 ? control.id : undefined}
                  position={index + 1}
                  row={row}
                  onRow={(next) => setRows(rows.map((each) => (each === row ? next : each)))}
                  onRemove={() => setRows(rows.filter((each) => each !== row))}
                />
              ))}
            </ul>
          )}
        </div>
      )}
    </Field>
  );
}
