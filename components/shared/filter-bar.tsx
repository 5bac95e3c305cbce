"use client";

import { Search } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { ListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";

type FilterBarProps = {
  noun: string;
  list: Pick<ListFilters, "filters" | "isFiltered" | "onText" | "clear">;
  children?: ReactNode;
};

/** One line of filters above a list. Text is handed on a moment after the last key, or when the field is left. */
export function FilterBar({ noun, list, children }: FilterBarProps) {
  const { filters, isFiltered, onText, clear } = list;
  return (
    <search className="mb-1 flex flex-wrap items-center gap-2">
      <SearchInput noun={noun} text={filters.q} onText={onText} />
      {children}
      {isFiltered && (
        <Button tone="quiet" onClick={clear}>
          Clear
        </Button>
      )}
    </search>
  );
}

function SearchInput({ noun, text, onText }: { noun: string; text: string; onText: (text: string) => void }) {
  const [draft, setDraft] = useState(text);
  const [sent, setSent] = useState(text);
  const [seen, setSeen] = useState(text);
  if (text !== seen) {
    setSeen(text);
    // What was handed on comes back while more is typed; anything else was set elsewhere, such as by Clear.
    if (text !== sent) {
      setSent(text);
      setDraft(text);
    }
  }
  const handOn = useCallback(() => {
    setSent(draft);
    onText(draft);
  }, [draft, onText]);
  useEffect(() => {
    if (draft === text) return;
    const timer = setTimeout(handOn, 250);
    // Before a line is followed: a change of the address after it would undo the step to the page.
    document.addEventListener("pointerdown", handOn, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerdown", handOn, true);
    };
  }, [draft, text, handOn]);
  return (
    <div className="relative min-w-40 flex-1 basis-full sm:max-w-72 sm:basis-56">
      <Search
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-3.5 text-ink-muted"
      />
      <Input
        type="search"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft !== text && handOn()}
        aria-label={`Find ${noun}`}
        placeholder={`Find ${noun}`}
        className="pl-8 text-table"
      />
    </div>
  );
}

type FilterSelectProps = {
  label: string;
  all: string;
  value: string | null;
  onValue: (value: string | null) => void;
  options: { value: string; label: string }[];
};

/** One choice of a filter; the first means "all". */
export function FilterSelect({ label, all, value, onValue, options }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onValue(event.target.value || null)}
      className="w-auto text-table max-sm:flex-1 max-sm:basis-[40%] sm:max-w-44"
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}
