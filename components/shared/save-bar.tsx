import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

type SaveBarProps = { act: string; isDirty: boolean; isPending: boolean; onDiscard: () => void };

/** The end of a form: saves what was changed, or puts it back. In sight while there is something to save, idle else. */
export function SaveBar({ act, isDirty, isPending, onDiscard }: SaveBarProps) {
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
      {isDirty && !isPending && (
        <Button tone="quiet" onClick={onDiscard}>
          Discard changes
        </Button>
      )}
    </div>
  );
}
