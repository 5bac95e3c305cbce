"use client";

import { X } from "lucide-react";
import { type FilterKind, type FilterRow, filterKinds } from "@/components/subscriptions/filter-rows";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";

type FilterRowFieldsProps = {
  id: string | undefined;
  /** From 1, for the names of the fields. */
  position: number;
  row: FilterRow;
  onRow: (row: FilterRow) => void;
  onRemove: () => void;
};

const placeholders: Partial<Record<FilterKind, string>> = {
  is: "main",
  prefix: "refs/heads/",
  suffix: ".md",
  "anything-but": "bot, renovate",
  numeric: ">= 5, < 10",
};

/** One condition: where in the payload, how, and what. */
export function FilterRowFields({ id, position, row, onRow, onRemove }: FilterRowFieldsProps) {
  const placeholder = placeholders[row.kind];
  return (
    <li className="flex flex-wrap items-center gap-2 max-sm:rounded-md max-sm:border max-sm:border-line max-sm:p-2">
      <Input
        id={id}
        aria-label={`Path of condition ${position}`}
        placeholder="object.path"
        autoComplete="off"
        spellCheck={false}
        value={row.path}
        onChange={(event) => onRow({ ...row, path: event.target.value.trim() })}
        className="min-w-0 flex-1 basis-36 font-mono text-code"
      />
      <Select
        aria-label={`Matcher of condition ${position}`}
        value={row.kind}
        onChange={(event) =>
          onRow({
            ...row,
            kind: filterKinds.find(({ value }) => value === event.target.value)?.value ?? "is",
          })
        }
        className="w-auto"
      >
        {filterKinds.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      {placeholder !== undefined && (
        <Input
          aria-label={`Value of condition ${position}`}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={row.value}
          onChange={(event) => onRow({ ...row, value: event.target.value })}
          className="min-w-0 flex-1 basis-36 font-mono text-code"
        />
      )}
      <Button tone="quiet" size="icon" aria-label={`Remove condition ${position}`} onClick={onRemove}>
        <X aria-hidden className="size-3.5" />
      </Button>
    </li>
  );
}
