import { type Redactor, redactDeep } from "@/server/redact";
import type { HubClient } from "./hub-client";
import { countForRequest, type ToolEntry } from "./tool-report";

export type LeaseFacts = { workerId: string; sessionToken: string; executionId: string; leaseNumber: number };
type Chunk = { seq: number; kind: "stdout" | "stderr"; text: string; at: string };

const flushMs = 150;
/** A request stays well under the hub's limit of 1 MB, and of 4.5 MB elsewhere. */
const mostCharacters = 150_000;
const mostChunks = 200;

/**
 * Sends what one execution says, in order: output in numbered chunks, the rest between them. Secrets are taken out before
 * anything leaves the machine. What fails for good aborts with `onRefused`; `flush` resolves when all of it has arrived.
 */
export function createSender(
  client: HubClient,
  lease: LeaseFacts,
  { redactor, maxOutputBytes, signal }: { redactor: Redactor; maxOutputBytes: number; signal: AbortSignal },
  onRefused: (error: unknown) => void,
) {
  const stream = redactor.stream();
  const chunks: Chunk[] = [];
  const entries: ToolEntry[] = [];
  const messages: { name: string; body: object; after: number }[] = [];
  let seq = 0;
  let sentBytes = 0;
  let isCut = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  const push = (kind: Chunk["kind"], text: string) => {
    for (let at = 0; at < text.length; at += mostCharacters) {
      seq += 1;
      chunks.push({ seq, kind, text: text.slice(at, at + mostCharacters), at: new Date().toISOString() });
    }
    schedule();
  };
  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      working = working.then(send);
    }, flushMs);
  };
  const send = async () => {
    try {
      while (!signal.aborted && (chunks.length > 0 || messages.length > 0 || entries.length > 0)) {
        if (entries.length > 0) {
          const batch = entries.slice(0, countForRequest(entries));
          const calls = batch.flatMap((entry) => ("call" in entry ? entry.call : []));
          const results = batch.flatMap((entry) => ("result" in entry ? entry.result : []));
          await client.deliver("tool-calls", { ...lease, calls, results }, signal);
          entries.splice(0, batch.length);
          continue;
        }
        const [message] = messages;
        if (message && (chunks[0]?.seq ?? Number.POSITIVE_INFINITY) > message.after) {
          await client.deliver(message.name, { ...lease, ...message.body }, signal);
          messages.shift();
          continue;
        }
        const batch = takeBatch(chunks, message?.after);
        await client.deliver("output", { ...lease, chunks: batch }, signal);
        chunks.splice(0, batch.length);
      }
    } catch (error) {
      if (!signal.aborted) onRefused(error);
    }
  };
  return {
    /** What the persona says. */
    text(text: string) {
      if (isCut) return;
      push("stdout", stream.write(text.slice(0, maxOutputBytes - sentBytes)));
      sentBytes += Buffer.byteLength(text);
      if (sentBytes <= maxOutputBytes) return;
      isCut = true;
      push(
        "stderr",
        `The output is longer than ${maxOutputBytes.toLocaleString("en")} bytes; the rest was not sent.`,
      );
    },
    /** A line beside it. */
    note(line: string) {
      if (!isCut) push("stderr", redactor.redact(line));
    },
    /** A message that goes out behind all output so far. */
    tell(name: string, body: object) {
      // Of how far it is, the latest word counts.
      if (name === "progress" && messages.length > 1 && messages.at(-1)?.name === name) messages.pop();
      messages.push({ name, body: redactDeep(redactor, body), after: seq });
      schedule();
    },
    /** A tool that was called, or what came back; they go out ahead of all else, as many at once as fit. */
    report(entry: ToolEntry) {
      entries.push(entry);
      schedule();
    },
    /** Whether the persona said more than is sent. */
    isCut: () => isCut,
    async flush() {
      // What was held back when the output was cut may be the beginning of a secret.
      if (!isCut) push("stdout", stream.end());
      clearTimeout(timer);
      timer = undefined;
      working = working.then(send);
      await working;
    },
  };
}

function takeBatch(chunks: Chunk[], upTo = Number.POSITIVE_INFINITY): Chunk[] {
  let size = 0;
  const batch: Chunk[] = [];
  for (const chunk of chunks) {
    if (chunk.seq > upTo || batch.length >= mostChunks) break;
    if (batch.length > 0 && size + chunk.text.length > mostCharacters) break;
    size += chunk.text.length;
    batch.push(chunk);
  }
  return batch;
}
