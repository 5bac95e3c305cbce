import { Select } from "@/components/ui/input";
import type { VersionSummary } from "@/server/personas/schema";

type VersionSelectProps = {
  label: string;
  value: number | null;
  versions: VersionSummary[];
  onValue: (version: number) => void;
};

/** One of a persona's versions. */
export function VersionSelect({ label, value, versions, onValue }: VersionSelectProps) {
  return (
    <Select
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onValue(Number(event.target.value))}
      className="max-w-36 text-table"
    >
      {value === null && <option value="">Nothing</option>}
      {versions.map(({ version, label: state }) => (
        <option key={version} value={version}>
          {state ? `${version}, ${state}` : version}
        </option>
      ))}
    </Select>
  );
}
