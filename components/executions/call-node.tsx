"use client";

import Link from "next/link";
import { Fact, Facts } from "@/components/shared/facts";
import { Duration, Figure } from "@/components/shared/figures";
import { JsonView } from "@/components/shared/json-view";
import { PagedText } from "@/components/shared/paged-text";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { formatBytes } from "@/lib/format";
import { useTRPCClient } from "@/lib/trpc";
import type { TracedToolCall } from "@/server/traces/schema";

/** A tool call: what was asked for, whether it might, what came back, and how long it took. */
export function CallNode({ executionId, call }: { executionId: string; call: TracedToolCall }) {
  const client = useTRPCClient();
  const page = { executionId, toolCallId: call.id };
  return (
    <>
      <Section title={call.name} note={<StatusBadge kind="tool" status={call.status} />}>
        <Facts className="max-w-md">
          <Fact name="Kind">{sources[call.source] ?? call.source}</Fact>
          <Fact name="Effect">{call.effect === "write" ? "Writes" : "Only reads"}</Fact>
          <Fact name="Policy">
            {call.source === "worker" ? "The CLI's own rules" : (policies[call.policy] ?? call.policy)}
          </Fact>
          <Fact name="Review">
            {call.reviewId && (
              <Link href={`/reviews/${call.reviewId}`} className="underline underline-offset-2">
                Open review
              </Link>
            )}
          </Fact>
          <Fact name="Asked for">
            <ExactTime at={call.createdAt} />
          </Fact>
          <Fact name="Began">{call.startedAt && <ExactTime at={call.startedAt} />}</Fact>
          <Fact name="Took">{call.durationMs === null ? null : <Duration ms={call.durationMs} />}</Fact>
          <Fact name="Result">
            {call.output && (
              <>
                {call.isError && "An error, "}
                <Figure>{formatBytes(call.outputBytes)}</Figure>
              </>
            )}
          </Fact>
        </Facts>
      </Section>
      <Section title="Arguments">
        <div className="pt-3">
          {call.input.hasMore ? (
            <PagedText
              label="arguments"
              queryKey={["tool input", call.id]}
              readPage={(offset) => client.traces.toolInput.query({ ...page, offset })}
            />
          ) : (
            <JsonView text={call.input.text} label="arguments" className="max-h-96" />
          )}
        </div>
      </Section>
      <Section title="Result">
        <div className="pt-3">
          {!call.output && (
            <p className="text-ink-muted text-table">{noResult[call.status] ?? "It has none."}</p>
          )}
          {call.output?.hasMore && (
            <PagedText
              label="result"
              queryKey={["tool output", call.id]}
              readPage={(offset) => client.traces.toolOutput.query({ ...page, offset })}
            />
          )}
          {call.output && !call.output.hasMore && (
            <JsonView text={call.output.text} label="result" className="max-h-[70dvh]" />
          )}
        </div>
      </Section>
    </>
  );
}

const sources: Record<string, string> = {
  builtin: "Built in",
  definition: "A tool definition",
  mcp: "Of an MCP server",
  protocol: "A protocol",
  worker: "Of the CLI on a worker",
};
const policies: Record<string, string> = { allow: "Allowed", ask: "Asks a person", deny: "Denied" };
const noResult: Record<string, string> = {
  pending: "It has not begun.",
  waiting: "It waits for a person.",
  approved: "Approved; it begins soon.",
  started: "It is under way.",
  unknown: "It was cut off; what became of it is a person's to find out.",
};
