"use client";

import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";
import type { Failure } from "@/lib/failure";

type FieldProps = {
  label: string;
  /** The input's path in the server's issues, for example "sourceFilter". */
  path: string;
  hint?: ReactNode;
  issues?: Failure["issues"];
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

export type ControlProps = { id: string; name: string; "aria-describedby"?: string; "aria-invalid"?: true };

/** A labelled control with its hint, and with what the server says against its value. */
export function Field({ label, path, hint, issues = [], className, children }: FieldProps) {
  const id = useId();
  const errors = issues.filter((issue) => issue.path === path || issue.path.startsWith(`${path}.`));
  const described = [hint ? `${id}-hint` : null, errors.length > 0 ? `${id}-error` : null]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="font-semibold text-table">
        {label}
      </label>
      {children({
        id,
        name: path,
        ...(described ? { "aria-describedby": described } : {}),
        ...(errors.length > 0 ? { "aria-invalid": true } : {}),
      })}
      {errors.length > 0 && (
        <p id={`${id}-error`} className="text-failed text-table">
          {errors.map((issue) => issue.message).join(" ")}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-ink-muted text-table">
          {hint}
        </p>
      )}
    </div>
  );
}
