/** The five counters (server/models.ts), as the CLI names them. */
export type CliUsage = {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
};

/** What a line of the CLI's stream says, as far as a worker minds it. */
export type Said =
  | { kind: "started"; sessionId: string | null; model: string | null }
  | { kind: "text"; text: string }
  | { kind: "thinking" }
  /** What a message of the model used so far; the last word of a message counts. */
  | { kind: "usage"; messageId: string; model: string; usage: CliUsage }
  /** `id` is the CLI's own of the call, which its result names; empty when it gave none. */
  | { kind: "tool"; id: string; name: string; input: unknown }
  | { kind: "tool_result"; id: string; isError: boolean; text: string }
  | {
      kind: "result";
      isError: boolean;
      subtype: string;
      text: string;
      sessionId: string | null;
      costUsd: number;
      turnCount: number;
      usage: CliUsage;
    }
  /** No line of the stream: what something printed beside it. */
  | { kind: "other"; text: string };

type Json = Record<string, unknown>;

/** Reads one line of `claude -p --output-format stream-json`. Unknown types say nothing. */
export function readStreamLine(line: string): Said[] {
  if (line.trim() === "") return [];
  const parsed = parse(line);
  if (!parsed) return [{ kind: "other", text: line }];
  if (parsed.type === "system" && parsed.subtype === "init")
    return [{ kind: "started", sessionId: text(parsed.session_id), model: text(parsed.model) }];
  if (parsed.type === "assistant")
    return [...readMessageUsage(parsed), ...readBlocks(parsed).flatMap(readAssistantBlock)];
  if (parsed.type === "user")
    return readBlocks(parsed).flatMap((block) =>
      block.type === "tool_result"
        ? [
            {
              kind: "tool_result" as const,
              id: text(block.tool_use_id) ?? "",
              isError: block.is_error === true,
              text: readContent(block.content),
            },
          ]
        : [],
    );
  return parsed.type === "result" ? [readResult(parsed)] : [];
}

function readAssistantBlock(block: Json): Said[] {
  if (block.type === "text" && typeof block.text === "string") return [{ kind: "text", text: block.text }];
  if (block.type === "thinking") return [{ kind: "thinking" }];
  if (block.type === "tool_use" && typeof block.name === "string")
    return [{ kind: "tool", id: text(block.id) ?? "", name: block.name, input: block.input }];
  return [];
}

function readMessageUsage(line: Json): Said[] {
  const message = record(line.message);
  const messageId = text(message.id);
  if (messageId === null || typeof message.usage !== "object") return [];
  return [{ kind: "usage", messageId, model: text(message.model) ?? "", usage: readUsage(message.usage) }];
}

function readUsage(value: unknown): CliUsage {
  const usage = record(value);
  const created = record(usage.cache_creation);
  const created1h = count(created.ephemeral_1h_input_tokens);
  const createdAll = count(usage.cache_creation_input_tokens);
  return {
    inputTokens: count(usage.input_tokens),
    outputTokens: count(usage.output_tokens),
    cacheReadTokens: count(usage.cache_read_input_tokens),
    // Without the split, all of it counts as the short-lived kind.
    cacheWrite5mTokens: Math.max(0, createdAll - created1h),
    cacheWrite1hTokens: created1h,
  };
}

function readResult(result: Json): Said {
  return {
    kind: "result",
    isError: result.is_error === true,
    subtype: text(result.subtype) ?? "",
    text: text(result.result) ?? "",
    sessionId: text(result.session_id),
    costUsd: count(result.total_cost_usd),
    turnCount: count(result.num_turns),
    usage: readUsage(result.usage),
  };
}

function readBlocks({ message }: Json): Json[] {
  const { content } = record(message);
  if (typeof content === "string") return [{ type: "text", text: content }];
  return Array.isArray(content) ? content.map(record) : [];
}

/** A tool's result as text; what is none, such as an image, is named. */
function readContent(content: unknown): string {
  if (!Array.isArray(content)) return text(content) ?? (content === undefined ? "" : JSON.stringify(content));
  const parts = content
    .map(record)
    .map((block) => text(block.text) ?? `[${text(block.type) ?? "something"}]`);
  return parts.join("\n");
}

function parse(line: string): Json | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Json) : null;
  } catch {
    return null;
  }
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function count(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
}
