"use client";

import { CodeBlock } from "@/components/shared/code-block";

/** A webhook secret, the one time it can be read. */
export function WebhookSecret({ secret }: { secret: string }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-muted">
        Senders sign what they send to this persona's webhook with this secret. Keep it now: it is stored
        sealed and is not shown again. A new one can be made under Settings.
      </p>
      <CodeBlock wrap label="webhook secret" text={secret} />
    </div>
  );
}
