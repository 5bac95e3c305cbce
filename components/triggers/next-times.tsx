import { CircleAlert } from "lucide-react";
import { PlannedTime } from "@/components/triggers/planned-time";
import { noteWords } from "@/components/triggers/words";
import type { PreviewOutput } from "@/server/triggers/schema";

/** Planned times, on the viewer's clock and on the schedule's own, with a word where the clocks change. */
export function NextTimes({ preview }: { preview: PreviewOutput }) {
  return (
    <ol aria-label="Next times" className="text-table">
      {preview.times.map(({ at, note }) => (
        <li key={at} className="border-line border-b py-1.5">
          <PlannedTime at={at} zone={preview.timeZone} />
          {note && (
            <p className="flex items-center gap-1.5 text-ink-muted">
              <CircleAlert aria-hidden className="size-3.5 shrink-0 text-waiting" />
              {noteWords[note]}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
