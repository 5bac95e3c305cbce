import Anthropic, { APIConnectionError, APIError, APIUserAbortError } from "@anthropic-ai/sdk";
import { env } from "@/server/env";
import type { Usage } from "@/server/models";

/** How the provider is to know the hub: by an API key, or by the access token of a sign-in. */
export type ClaudeAuth = { kind: "key" | "oauth"; value: string };

export type TurnRequest = {
  auth: ClaudeAuth;
  model: string;
  maxTokens: number;
  system: string;
  messages: Anthropic.MessageParam[];
  /** What the model may call; with `mustAnswer` they are shown, and it may not. */
  tools?: Anthropic.Tool[];
  mustAnswer?: boolean;
  /** Aborts the provider's stream; its reason is thrown on. */
  signal: AbortSignal;
  /** Give up when the provider sends nothing for this long (milliseconds). */
  idleTimeoutMs: number;
  onText: (text: string) => void;
  /**
   * What a turn had used that broke off, for that is paid too: as the provider counted it, with at least a token for four
   * characters of output, which it counts only at the end.
   */
  onCut: (usage: Usage) => void;
};

export type TurnResult = {
  /** The provider's message id. */
  id: string;
  model: string;
  content: Anthropic.ContentBlock[];
  stopReason: string | null;
  usage: Usage;
};

/** A call that the provider refused or broke off, in its own words. `isRetryable` when trying again may help. */
export class ModelError extends Error {
  readonly status: number | null;
  readonly isRetryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    options: { status?: number | null; isRetryable: boolean; retryAfterMs?: number | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = "ModelError";
    this.status = options.status ?? null;
    this.isRetryable = options.isRetryable;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/**
 * One streamed model turn. Text is handed on as it arrives. Throws ModelError, or the signal's reason when
 * it was aborted. The SDK's own retries are off: a retry is a durable step of the engine.
 */
export async function streamTurn(request: TurnRequest): Promise<TurnResult> {
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), request.idleTimeoutMs);
  const client = createClient(request.auth);
  let used: Usage | null = null;
  let saidCharacters = 0;
  try {
    const stream = client.messages.stream(
      {
        model: request.model,
        max_tokens: request.maxTokens,
        // The API refuses an empty text block.
        ...(request.system
          ? { system: [{ type: "text", text: request.system, cache_control: { type: "ephemeral" } }] }
          : {}),
        messages: request.messages,
        ...(request.tools && request.tools.length > 0 ? { tools: request.tools } : {}),
        ...(request.mustAnswer && request.tools?.length ? { tool_choice: { type: "none" as const } } : {}),
      },
      { signal: AbortSignal.any([request.signal, idle.signal]) },
    );
    for await (const event of stream) {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), request.idleTimeoutMs);
      if (event.type === "message_start") used = readUsage(event.message.usage);
      if (event.type === "content_block_delta") saidCharacters += countCharacters(event.delta);
      if (event.type === "content_block_delta" && event.delta.type === "text_delta")
        request.onText(event.delta.text);
    }
    return readResult(await stream.finalMessage());
  } catch (error) {
    if (used) {
      const outputTokens = Math.max(used.outputTokens, Math.ceil(saidCharacters / 4));
      request.onCut({ ...used, outputTokens });
    }
    if (request.signal.aborted) throw request.signal.reason;
    if (idle.signal.aborted) {
      throw new ModelError(`The provider sent nothing for ${request.idleTimeoutMs / 1000} s.`, {
        isRetryable: true,
        cause: error,
      });
    }
    throw toModelError(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks the provider for its models, which needs to be let in and costs nothing. Throws ModelError. */
export async function checkAuth(auth: ClaudeAuth): Promise<void> {
  try {
    await createClient(auth).models.list({ limit: 1 }, { timeout: 15_000 });
  } catch (error) {
    throw toModelError(error);
  }
}

/** The API takes the token of a sign-in only beside this; the SDK adds it for tokens that it keeps itself. */
const oauthHeaders = { "anthropic-beta": "oauth-2025-04-20" };

function createClient({ kind, value }: ClaudeAuth): Anthropic {
  const options = { baseURL: env().ANTHROPIC_BASE_URL, maxRetries: 0, logLevel: "off" } as const;
  return kind === "key"
    ? new Anthropic({ ...options, apiKey: value })
    : new Anthropic({ ...options, authToken: value, defaultHeaders: oauthHeaders });
}

function readResult(message: Anthropic.Message): TurnResult {
  return {
    id: message.id,
    model: message.model,
    content: message.content,
    stopReason: message.stop_reason,
    usage: readUsage(message.usage),
  };
}

function readUsage(usage: Anthropic.Usage): Usage {
  const written = usage.cache_creation_input_tokens ?? 0;
  const written1h = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  return {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheWrite5mTokens: usage.cache_creation?.ephemeral_5m_input_tokens ?? written - written1h,
    cacheWrite1hTokens: written1h,
  };
}

function countCharacters(delta: Anthropic.RawContentBlockDelta): number {
  if (delta.type === "text_delta") return delta.text.length;
  if (delta.type === "input_json_delta") return delta.partial_json.length;
  return delta.type === "thinking_delta" ? delta.thinking.length : 0;
}

const transientTypes = new Set<string | null>([
  "overloaded_error",
  "api_error",
  "rate_limit_error",
  "timeout_error",
]);

function toModelError(error: unknown): ModelError {
  if (error instanceof APIConnectionError) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
    return new ModelError(`The provider could not be reached: ${error.message}${cause}`, {
      isRetryable: true,
      cause: error,
    });
  }
  if (error instanceof APIError && !(error instanceof APIUserAbortError)) {
    const status = typeof error.status === "number" ? error.status : null;
    const words = error.apiMessage ?? error.message;
    return new ModelError([status, error.type, words].filter(Boolean).join(" · "), {
      status,
      isRetryable:
        status === null
          ? transientTypes.has(error.type)
          : status === 408 || status === 409 || status === 429 || status >= 500,
      retryAfterMs: readRetryAfter(error.headers),
      cause: error,
    });
  }
  const words = error instanceof Error ? error.message : String(error);
  return new ModelError(`The provider's answer broke off: ${words}`, { isRetryable: true, cause: error });
}

function readRetryAfter(headers: Headers | undefined): number | null {
  const text = headers?.get("retry-after");
  if (!text) return null;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}
