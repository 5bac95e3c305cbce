type RowCheckProps = { label: string; isChecked: boolean; onToggle: () => void };

/** Marks a row for an act on several at once. */
export function RowCheck({ label, isChecked, onToggle }: RowCheckProps) {
  return (
    <label className="-my-2 grid size-8 cursor-pointer place-items-center pointer-coarse:size-11">
      <span className="sr-only">{label}</span>
      <input type="checkbox" checked={isChecked} onChange={onToggle} className="check" />
    </label>
  );
}
