import { cn } from "@/lib/cn";

/** A worker's slots, those that are taken filled. */
export function SlotsBar({ taken, total }: { taken: number; total: number }) {
  const words = `${taken} of ${total} slots taken`;
  return (
    <span className="inline-flex items-center gap-2" title={words}>
      {total <= mostDrawn && (
        <span aria-hidden className="inline-flex gap-0.5">
          {Array.from({ length: total }, (_, place) => place).map((place) => (
            <span
              key={place}
              className={cn("h-3 w-1.5 rounded-sm", place < taken ? "bg-running" : "bg-line")}
            />
          ))}
        </span>
      )}
      <span className="tabular-nums">
        {taken}/{total}
      </span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

const mostDrawn = 12;
