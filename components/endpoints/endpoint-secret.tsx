import { CodeBlock } from "@/components/shared/code-block";

/** An endpoint's secret, the one time it can be read. */
export function EndpointSecret({ secret }: { secret: string }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-muted">
        Every message is signed with this secret. Keep it now: it is stored sealed and is not shown again.
      </p>
      <CodeBlock wrap label="endpoint secret" text={secret} />
    </div>
  );
}
