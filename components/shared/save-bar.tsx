import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

type SaveBarProps = {
  act: string;
  isDirty: boolean;
  isPending: boolean;
  onDiscard: () => void;
  /** Another way to save, beside the main one. */
  other?: { act: string; onAct: () => void };
};

/** The end of a form: saves what was changed, or puts it back. In sight while there is something to save, idle else. */
export function SaveBar({ act, isDirty, isPending, onDiscard, other }: SaveBarProps) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-2",
        isDirty && "sticky bottom-0 z-10 -my-3 bg-paper py-3",
      )}
    >
      <Button type="submit" tone="primary" disabled={!isDirty || isPending}>
        {isPending ? "Saving…" : act}
      </Button>
      {other && isDirty && (
        <Button disabled={isPending} onClick={other.onAct}>
          {other.act}
        </Button>
      )}
      {isDirty && !isPending && (
        <Button tone="quiet" onClick={onDiscard}>
          Discard changes
        </Button>
      )}
    </div>
  );
}
