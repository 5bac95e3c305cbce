import { ChoiceField, type DraftControls, TextField } from "@/components/triggers/draft-field";

const overlaps = [
  { value: "queue", label: "Wait until it has ended" },
  { value: "skip", label: "Skip this time" },
  { value: "cancel-previous", label: "Cancel it, then fire" },
  { value: "allow", label: "Fire all the same" },
];
const misfires = [
  { value: "latest", label: "Make up for the last one" },
  { value: "skip", label: "Leave them out" },
  { value: "all", label: "Make up for all" },
];

/** What happens when firings come too close, or could not take place. */
export function PolicyFields(controls: DraftControls) {
  const { draft } = controls;
  return (
    <>
      <ChoiceField
        {...controls}
        name="overlapPolicy"
        label="While what it fired before still runs"
        path="overlapPolicy"
        options={overlaps}
      />
      {draft.triggerType === "schedule" && (
        <ChoiceField
          {...controls}
          name="misfirePolicy"
          label="Times missed while the hub was down"
          path="misfirePolicy"
          options={misfires}
        />
      )}
      {draft.triggerType === "schedule" && draft.misfirePolicy === "all" && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            {...controls}
            name="misfireLimit"
            label="At most"
            path="misfireLimit"
            type="number"
            min={1}
            max={1000}
            required
          />
          <TextField
            {...controls}
            name="misfireHours"
            label="None older than, in hours"
            path="misfireWindowMs"
            type="number"
            min={0.1}
            max={336}
            step="any"
            required
          />
        </div>
      )}
    </>
  );
}
