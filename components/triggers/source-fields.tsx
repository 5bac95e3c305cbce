"use client";

import { useTimeZone } from "@/components/shared/clock";
import { ChoiceField, type DraftControls, LinesField, TextField } from "@/components/triggers/draft-field";

type Choice = { value: string; label: string };

const listenings = [
  { value: "end", label: "An execution of it ends" },
  { value: "emitted", label: "It emits an event" },
];
const conditions = [
  { value: "any", label: "However it ends" },
  { value: "success", label: "When it completes" },
  { value: "failure", label: "When it fails" },
  { value: "jsonpath", label: "When its output fits" },
];

/** What makes the trigger fire, by its type. */
export function SourceFields({ personas, ...controls }: DraftControls & { personas: Choice[] }) {
  switch (controls.draft.triggerType) {
    case "schedule":
      return <ScheduleFields {...controls} />;
    case "chain":
      return <ChainFields {...controls} personas={personas} />;
    case "polling":
      return <PollingFields {...controls} />;
    default:
      return null;
  }
}

function ScheduleFields(controls: DraftControls) {
  const workspaceZone = useTimeZone();
  return (
    <>
      <TextField
        {...controls}
        name="cron"
        label="When"
        path="config.cron"
        required
        hint="“every 30m” with s, m, h or d; or minute, hour, day, month, weekday, such as 0 9 * * mon-fri"
        className="font-mono"
      />
      <TextField
        {...controls}
        name="timezone"
        label="Time zone"
        path="config.timezone"
        list="trigger-zones"
        placeholder={workspaceZone}
        hint="An IANA name; empty follows the workspace's"
      />
      <datalist id="trigger-zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

function ChainFields({ personas, ...controls }: DraftControls & { personas: Choice[] }) {
  const { draft, set } = controls;
  return (
    <>
      <ChoiceField
        {...controls}
        name="sourcePersonaId"
        label="After"
        path="config.source_persona_id"
        required
        options={[{ value: "", label: "Choose a persona" }, ...personas]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          {...controls}
          name="listensTo"
          label="As soon as"
          path="config.listens"
          options={listenings}
        />
        {draft.listensTo === "emitted" ? (
          <TextField
            {...controls}
            name="onEventType"
            label="Type of event"
            path="config.on_event_type"
            required
            className="font-mono"
          />
        ) : (
          <ChoiceField
            {...controls}
            name="condition"
            label="Condition"
            path="config.condition"
            options={conditions}
          />
        )}
      </div>
      {draft.listensTo === "end" && draft.condition === "jsonpath" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            {...controls}
            name="jsonpath"
            label="Path in the output"
            path="config.condition.jsonpath"
            required
            placeholder="$.a.b[0]"
            className="font-mono"
          />
          <TextField
            {...controls}
            name="expected"
            label="Equals"
            path="config.condition.expected"
            hint="JSON; empty takes anything but null"
            className="font-mono"
          />
        </div>
      )}
      <label className="flex items-center gap-2 text-table">
        <input
          type="checkbox"
          checked={draft.forwardsPayload}
          onChange={(event) => set({ forwardsPayload: event.target.checked })}
          className="check"
        />
        Hand on what it put out
      </label>
    </>
  );
}

function PollingFields(controls: DraftControls) {
  return (
    <>
      <TextField
        {...controls}
        name="url"
        label="Page"
        path="config.url"
        type="url"
        required
        placeholder="https://example.com/feed"
      />
      <TextField
        {...controls}
        name="everySeconds"
        label="Look every, in seconds"
        path="config.interval_seconds"
        type="number"
        min={5}
        required
      />
      <LinesField
        {...controls}
        name="headers"
        label="Headers"
        path="config.headers"
        placeholder="Authorization: Bearer …"
        hint="One a line. Values are sealed and never shown; [REDACTED] keeps what is stored."
      />
    </>
  );
}
