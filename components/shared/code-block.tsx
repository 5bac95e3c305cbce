import { CopyButton } from "@/components/shared/copy-button";
import { ScrollRegion } from "@/components/shared/scroll-region";
import { cn } from "@/lib/cn";

type CodeBlockProps = { text: string; label: string; wrap?: boolean; className?: string };

/** Text to be taken exactly as it stands, with a button that copies it. `label` names it: "command". */
export function CodeBlock({ text, label, wrap, className }: CodeBlockProps) {
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <ScrollRegion label={label} className={cn("overflow-auto rounded-md", className)}>
        <pre className={cn("p-3 pr-12 font-mono text-code", wrap && "whitespace-pre-wrap break-words")}>
          {text}
        </pre>
      </ScrollRegion>
      <div className="absolute top-1 right-1 rounded-md bg-sunken">
        <CopyButton text={text} what={label} />
      </div>
    </div>
  );
}
