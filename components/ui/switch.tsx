import { cn } from "@/lib/cn";

type SwitchProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  id?: string;
  "aria-label"?: string;
};

/** On or off, at once. Give it a label with `aria-label`, or with a `<label>` for its id. */
export function Switch({ checked, onCheckedChange, ...props }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      onClick={() => onCheckedChange(!checked)}
      className="inline-flex h-8 w-9 shrink-0 items-center rounded-md pointer-coarse:h-11"
      {...props}
    >
      <span
        className={cn(
          "flex h-5 w-9 items-center rounded-full border p-0.5",
          checked ? "border-ink bg-ink" : "border-ink-muted bg-sunken",
        )}
      >
        <span
          className={cn(
            "block size-3.5 rounded-full transition-transform duration-120 ease-out",
            checked ? "translate-x-4 bg-paper" : "bg-ink-muted",
          )}
        />
      </span>
    </button>
  );
}
