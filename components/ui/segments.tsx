"use client";

import { cn } from "@/lib/cn";

type SegmentsProps<Value extends string> = {
  label: string;
  value: Value;
  onValue: (value: Value) => void;
  options: { value: Value; label: string }[];
};

/** A choice of a few, all in sight. */
export function Segments<Value extends string>({ label, value, onValue, options }: SegmentsProps<Value>) {
  return (
    <fieldset className="inline-flex rounded-md outline-1 outline-line-strong -outline-offset-1">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onValue(option.value)}
          className={cn(
            "h-8 px-2.5 text-table first:rounded-l-md last:rounded-r-md pointer-coarse:h-11",
            option.value === value ? "bg-selected font-semibold" : "text-ink-muted hover:bg-hover",
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
