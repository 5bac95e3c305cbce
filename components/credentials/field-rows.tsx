"use client";

import { Plus, Trash2 } from "lucide-react";
import { SecretInput } from "@/components/credentials/secret-input";
import { Field } from "@/components/shared/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

/** `key` stays while the name is typed. */
export type FieldRow = { key: number; name: string; value: string };

type FieldRowsProps = { rows: FieldRow[]; issues: Failure["issues"]; onRows: (rows: FieldRow[]) => void };

/** The fields of a new credential: a name and a value each. */
export function FieldRows({ rows, issues, onRows }: FieldRowsProps) {
  const change = (key: number, part: Partial<FieldRow>) =>
    onRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = () =>
    onRows([...rows, { key: Math.max(0, ...rows.map(({ key }) => key)) + 1, name: "", value: "" }]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">Fields</legend>
      {rows.map((row) => (
        <div key={row.key} className="grid gap-x-2 gap-y-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
          <Field label="Field name" path={`name-${row.key}`}>
            {(control) => (
              <span className="flex gap-1">
                <Input
                  {...control}
                  required
                  autoComplete="off"
                  spellCheck={false}
                  value={row.name}
                  onChange={(event) => change(row.key, { name: event.target.value })}
                  className="font-mono"
                />
                {rows.length > 1 && (
                  <Button
                    tone="quiet"
                    size="icon"
                    aria-label={`Leave out ${row.name || "this field"}`}
                    onClick={() => onRows(rows.filter(({ key }) => key !== row.key))}
                  >
                    <Trash2 aria-hidden className="size-3.5" />
                  </Button>
                )}
              </span>
            )}
          </Field>
          <Field
            label={row.name ? `Value of ${row.name}` : "Value"}
            path={`data.${row.name}`}
            issues={issues}
          >
            {(control) => (
              <SecretInput
                control={control}
                value={row.value}
                isRequired
                onValue={(value) => change(row.key, { value })}
              />
            )}
          </Field>
        </div>
      ))}
      <Button tone="quiet" className="self-start" onClick={add}>
        <Plus aria-hidden className="size-3.5" /> Add field
      </Button>
    </fieldset>
  );
}

/** Rows for the fields of a service. */
export function toRows(names: string[]): FieldRow[] {
  return names.map((name, key) => ({ key, name, value: "" }));
}

/** What is sent to the hub. */
export function toData(rows: FieldRow[]): Record<string, string> {
  return Object.fromEntries(rows.map(({ name, value }) => [name.trim(), value]));
}
