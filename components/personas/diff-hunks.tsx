import { ScrollRegion } from "@/components/shared/scroll-region";
import { cn } from "@/lib/cn";
import type { VersionDiff } from "@/server/personas/schema";

type Hunks = NonNullable<VersionDiff["fields"][number]["hunks"]>;

const looks = {
  "+": { word: "added: ", className: "bg-completed-tint" },
  "-": { word: "removed: ", className: "bg-failed-tint" },
  " ": { word: "", className: "text-ink-muted" },
};

/** The hunks of a unified diff: what went and what came, by sign and colour, with a few lines around. */
export function DiffHunks({ label, hunks }: { label: string; hunks: Hunks }) {
  return (
    <ScrollRegion
      label={`changes of ${label}`}
      className="overflow-auto rounded-md border border-line bg-sunken"
    >
      {hunks.map(({ oldStart, newStart, lines }) => (
        <div key={`${oldStart} ${newStart}`} className="border-line py-2 not-first:border-t">
          {numberLines(lines).map(({ key, sign, text }) => (
            <div
              key={key}
              className={cn(
                "whitespace-pre-wrap break-words px-3 font-mono text-code",
                looks[sign].className,
              )}
            >
              <span aria-hidden className="select-none">
                {sign}{" "}
              </span>
              <span className="sr-only">{looks[sign].word}</span>
              {text}
            </div>
          ))}
        </div>
      ))}
    </ScrollRegion>
  );
}

function numberLines(lines: string[]) {
  return lines.map((line, index) => {
    const sign = line.startsWith("+")
      ? ("+" as const)
      : line.startsWith("-")
        ? ("-" as const)
        : (" " as const);
    return { key: index, sign, text: line.slice(1) };
  });
}
