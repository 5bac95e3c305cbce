import { ChevronRight } from "lucide-react";
import { CodeBlock } from "@/components/shared/code-block";
import { formatCount } from "@/lib/format";

/** A block of a prompt under its heading, with about how many tokens it takes; closed when it is the same for all. */
export function PromptBlock({ title, text, isOpen }: { title: string; text: string; isOpen: boolean }) {
  return (
    <details open={isOpen} className="group">
      <summary className="flex min-h-8 list-none items-center gap-1.5 text-table [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-ink-muted group-open:rotate-90" />
        <span className="min-w-0 truncate font-semibold">{title}</span>
        <span className="ml-auto shrink-0 text-ink-muted tabular-nums">
          {formatCount(estimateTokens(text))} tokens
        </span>
      </summary>
      <CodeBlock wrap label={`${title} block`} text={text} className="max-h-96" />
    </details>
  );
}

/** A token is about four characters; what the provider counts is shown on each execution. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
