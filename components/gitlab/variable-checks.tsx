"use client";

import { type ReactNode, useId } from "react";
import type { Failure } from "@/lib/failure";
import type { PersonaExport } from "@/server/gitlab/schema";

export type VariableChoice = { names: string[]; isUnmasked: boolean; isOverwriting: boolean };
export const noChoice: VariableChoice = { names: [], isUnmasked: false, isOverwriting: false };

/** A choice as the hub takes it. */
export function toProvision({ names, isUnmasked, isOverwriting }: VariableChoice) {
  return { variables: names, unmasked: isUnmasked ? names : [], overwrite: isOverwriting };
}

type VariableChecksProps = {
  variables: PersonaExport["variables"];
  choice: VariableChoice;
  issues: Failure["issues"];
  onChoice: (choice: VariableChoice) => void;
};

/** Which credential fields go along as CI/CD variables; none unless they are checked. */
export function VariableChecks({ variables, choice, issues, onChoice }: VariableChecksProps) {
  const id = useId();
  const said = issues.filter(({ path }) => path.startsWith("variables"));
  const toggle = (name: string, isOn: boolean) =>
    onChoice({
      ...choice,
      names: isOn ? [...choice.names, name] : choice.names.filter((each) => each !== name),
    });
  if (variables.length === 0)
    return <p className="text-ink-muted text-table">The persona has no credentials to send along.</p>;
  return (
    <fieldset
      className="flex min-w-0 flex-col gap-1"
      {...(said.length > 0 ? { "aria-describedby": `${id}-error` } : {})}
    >
      <legend className="mb-1 font-semibold text-table">Send as CI/CD variables</legend>
      {variables.map(({ name, key }) => (
        <Check key={name} isChecked={choice.names.includes(name)} onToggle={(isOn) => toggle(name, isOn)}>
          <span className="break-all font-mono text-code">{key}</span>
        </Check>
      ))}
      {choice.names.length > 0 && (
        <div className="mt-1 flex flex-col gap-1 border-line border-t pt-2">
          <p className="text-ink-muted text-table">
            Their values leave the hub: protected, masked in job logs, readable by the project's maintainers.
            Noted in the audit; they can be revoked here.
          </p>
          <Check isChecked={choice.isUnmasked} onToggle={(isUnmasked) => onChoice({ ...choice, isUnmasked })}>
            Send unmasked what GitLab cannot mask: values under 8 characters, or with spaces or line breaks
          </Check>
          <Check
            isChecked={choice.isOverwriting}
            onToggle={(isOverwriting) => onChoice({ ...choice, isOverwriting })}
          >
            Replace variables of the same name that the hub did not make
          </Check>
        </div>
      )}
      {said.length > 0 && (
        <ul id={`${id}-error`} className="text-failed text-table">
          {said.map(({ path, message }) => (
            <li key={path}>{message}</li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}

type CheckProps = { isChecked: boolean; onToggle: (isOn: boolean) => void; children: ReactNode };

function Check({ isChecked, onToggle, children }: CheckProps) {
  return (
    <label className="-mx-2 flex items-start gap-2.5 rounded-md px-2 py-1 text-table hover:bg-hover pointer-coarse:py-2.5">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onToggle(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-ink"
      />
      <span className="min-w-0">{children}</span>
    </label>
  );
}
