import { CodeBlock } from "@/components/shared/code-block";
import { formatCount } from "@/lib/format";
import type { ExecutionDetail } from "@/server/executions/schema";

/** What the model was sent: the persona's part, then this execution's. */
export function ExecutionPromptPanel({ execution }: { execution: ExecutionDetail }) {
  const { prompt } = execution;
  if (!prompt) {
    return (
      <p className="py-8 text-center text-ink-muted">The prompt is put together when the execution starts.</p>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      <PromptPart title="System" note="the persona, the same for every execution" text={prompt.system} />
      <PromptPart title="User" note="this execution's input" text={prompt.user} />
    </div>
  );
}

function PromptPart({ title, note, text }: { title: string; note: string; text: string }) {
  return (
    <section aria-label={`${title} prompt`}>
      <h2 className="mb-1.5 font-semibold text-table">
        {title}{" "}
        <span className="font-normal text-ink-muted">
          {note} · {formatCount(text.length)} characters
        </span>
      </h2>
      <CodeBlock wrap label={`${title.toLowerCase()} prompt`} text={text} className="max-h-[32rem]" />
    </section>
  );
}
