"use client";

import { CodeBlock } from "@/components/shared/code-block";
import { useOrigin } from "@/components/shared/use-origin";

/** What to type on a machine that is to be a worker of this hub. */
export function StartCommand() {
  const origin = useOrigin();
  return (
    <div className="flex flex-col gap-3 text-left">
      <CodeBlock
        label="command"
        wrap
        text={`npm run worker -- --hub ${origin || "https://<this hub>"} --token "$WORKER_TOKEN"`}
      />
      <p className="text-ink-muted text-table">
        In a copy of this hub's code, on a machine with Node and the Claude CLI (
        <code className="font-mono text-code">npm install -g @anthropic-ai/claude-code</code>, then sign in
        with <code className="font-mono text-code">claude</code>, or set ANTHROPIC_API_KEY). The token is the
        hub's WORKER_TOKEN; unless set, it stands in <code className="font-mono text-code">secrets.json</code>{" "}
        of the hub's data folder.
      </p>
    </div>
  );
}
