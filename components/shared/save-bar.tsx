import { Button } from "@/components/ui/button";

type SaveBarProps = { act: string; isDirty: boolean; isPending: boolean; onDiscard: () => void };

/** The end of a form: saves what was changed, or puts it back. Idle while there is nothing to save. */
export function SaveBar({ act, isDirty, isPending, onDiscard }: SaveBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
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
