"use client";

import { Field } from "@/components/shared/field";
import { Input } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

type TimeZoneFieldProps = { value: string; onValue: (value: string) => void; issues: Failure["issues"] };

/** The workspace's time zone by its IANA name, with the browser's list to pick from. */
export function TimeZoneField({ value, onValue, issues }: TimeZoneFieldProps) {
  return (
    <Field
      label="Time zone"
      path="timeZone"
      issues={issues}
      hint="Exact times and “today” are told in it. An IANA name, such as Europe/Berlin."
    >
      {(control) => (
        <>
          <Input
            {...control}
            required
            list="time-zones"
            autoComplete="off"
            value={value}
            onChange={(event) => onValue(event.target.value)}
          />
          <datalist id="time-zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
