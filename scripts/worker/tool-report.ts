import type { Redactor } from "@/server/redact";
import type { ToolCallsInput } from "@/server/workers/schema";

type Call = ToolCallsInput["calls"][number];
type Result = ToolCallsInput["results"][number];
export type ToolEntry = { call: Call } | { result: Result };

const mostInput = 100_000;
const mostOutput = 200_000;
/** A text may be many times as long once it is JSON; a request stays under the hub's limit of 1 MB all the same. */
const mostBytes = 400_000;
const mostEntries = 100;

/**
 * Notes the tools that the CLI calls, by its own ids of them, and hands each call and each result over to `report`, without
 * secrets and not longer than a request may be.
 */
export function createToolReport(redactor: Redactor, report: (entry: ToolEntry) => void) {
  const begunAt = new Map<string, number>();
  return {
    begin(callId: string, name: string, input: unknown) {
      if (!/^[\w.:-]{1,200}$/.test(callId) || begunAt.has(callId)) return;
      begunAt.set(callId, performance.now());
      const { text, isCut } = cutText(redactor.redact(JSON.stringify(input ?? {})), mostInput);
      const plain = redactor
        .redact(name)
        .replaceAll(/\p{Cc}/gu, " ")
        .slice(0, 200)
        .toWellFormed();
      const call = { callId, name: plain || "unnamed", input: text, isCut };
      report({ call: { ...call, at: new Date().toISOString() } });
    },
    end(callId: string, output: string, isError: boolean) {
      const since = begunAt.get(callId);
      if (since === undefined) return;
      const { text, isCut } = cutText(redactor.redact(output), mostOutput);
      const durationMs = Math.round(performance.now() - since);
      report({ result: { callId, output: text, isCut, isError, durationMs } });
    },
  };
}

/** How many of the first entries go into one request. */
export function countForRequest(entries: readonly ToolEntry[]): number {
  let bytes = 0;
  const most = entries.slice(0, mostEntries).findIndex((entry, index) => {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    return index > 0 && bytes > mostBytes;
  });
  return most === -1 ? Math.min(entries.length, mostEntries) : most;
}

function cutText(whole: string, most: number): { text: string; isCut: boolean } {
  let text = whole.slice(0, most);
  for (;;) {
    const bytes = Buffer.byteLength(JSON.stringify(text));
    if (bytes <= mostBytes) return { text: text.toWellFormed(), isCut: text.length < whole.length };
    text = text.slice(0, Math.floor((text.length * mostBytes) / bytes) - 1);
  }
}
