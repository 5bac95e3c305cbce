import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** Counters of one answer, by their names on the wire. */
export type WireUsage = {
  input_tokens: number;
  output_tokens: number;
  cache_read_input_tokens: number;
  cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number };
};

/** A text, said in pieces. `ending` is how the stream ends after the last piece. */
export type TextAnswer = {
  kind: "text";
  text: string;
  /** Characters a piece; all in one when absent. */
  chunkCharacters?: number;
  /** Milliseconds before every piece. */
  chunkDelayMs?: number;
  usage?: Partial<WireUsage>;
  stopReason?: string;
  /** Tools that are called after the text; the stop reason is tool_use then. */
  calls?: { name: string; input: unknown }[];
  /** finish: as it should; hang: nothing more is ever sent; cut: the socket is closed; or an in-stream error. */
  ending?: "finish" | "hang" | "cut" | { type: string; message: string };
};
/** A refusal by status, in the API's words. */
export type ErrorAnswer = {
  kind: "error";
  status: number;
  type: string;
  message: string;
  headers?: Record<string, string>;
};
/** The request is taken and nothing is ever sent. */
export type HangAnswer = { kind: "hang" };
export type Answer = TextAnswer | ErrorAnswer | HangAnswer;

/** A turn that says a text. */
export function say(text: string, more: Partial<TextAnswer> = {}): Answer {
  return { kind: "text", text, ...more };
}

/** A turn that calls tools. */
export function call(calls: { name: string; input: unknown }[], more: Partial<TextAnswer> = {}): Answer {
  return { kind: "text", text: "Let me see.", calls, ...more };
}

type Asked = { id: string; model: string; promptCharacters: number };
/** `cut` closes the socket without an end. */
type Out = { response: ServerResponse; cut: () => void; onSpeak: () => void; isGone: () => boolean };

/** Sends the answer as named Server-Sent Events. Resolves when it has ended or the reader has gone. */
export async function streamAnswer(out: Out, answer: TextAnswer, asked: Asked): Promise<void> {
  const { response } = out;
  const usage = countUsage(answer, asked);
  const send = (type: string, data: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  response.writeHead(200, { "Content-Type": "text/event-stream", "request-id": asked.id });
  send("message_start", {
    message: { ...envelope(asked), content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
  });
  send("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
  send("ping", {});
  for (const text of splitText(answer)) {
    if (answer.chunkDelayMs) await delay(answer.chunkDelayMs);
    if (out.isGone()) return;
    send("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
    out.onSpeak();
  }
  if (answer.ending === "hang") return;
  if (answer.ending === "cut") {
    // What was written has to leave before the socket is torn down.
    await delay(20);
    return out.cut();
  }
  if (typeof answer.ending === "object") {
    send("error", { error: answer.ending });
    response.end();
    return;
  }
  send("content_block_stop", { index: 0 });
  for (const [place, { id, name, input }] of nameCalls(answer, asked).entries()) {
    const index = place + 1;
    send("content_block_start", { index, content_block: { type: "tool_use", id, name, input: {} } });
    for (const partial of splitJson(JSON.stringify(input)))
      send("content_block_delta", { index, delta: { type: "input_json_delta", partial_json: partial } });
    send("content_block_stop", { index });
  }
  send("message_delta", {
    delta: { stop_reason: stopReasonOf(answer), stop_sequence: null },
    usage: { output_tokens: usage.output_tokens },
  });
  send("message_stop", {});
  response.end();
}

/** The answer as one JSON message, for requests without `stream`. */
export function describeMessage(answer: TextAnswer, asked: Asked): object {
  return {
    ...envelope(asked),
    content: [
      { type: "text", text: answer.text },
      ...nameCalls(answer, asked).map((call) => ({ type: "tool_use", ...call })),
    ],
    stop_reason: stopReasonOf(answer),
    usage: countUsage(answer, asked),
  };
}

function stopReasonOf({ stopReason, calls }: TextAnswer): string {
  return stopReason ?? (calls && calls.length > 0 ? "tool_use" : "end_turn");
}

function nameCalls({ calls = [] }: TextAnswer, { id }: Asked) {
  return calls.map((call, place) => ({ id: `toolu_${id.slice(4)}_${place}`, ...call }));
}

/** In pieces, as the API streams a tool's input. */
function splitJson(text: string): string[] {
  return text.match(/[\s\S]{1,40}/g) ?? [];
}

function envelope({ id, model }: Asked): object {
  return { id, type: "message", role: "assistant", model, stop_sequence: null };
}

function splitText({ text, chunkCharacters }: TextAnswer): string[] {
  if (!chunkCharacters) return text === "" ? [] : [text];
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += chunkCharacters) {
    pieces.push(text.slice(start, start + chunkCharacters));
  }
  return pieces;
}

function countUsage(answer: TextAnswer, asked: Asked) {
  const usage: WireUsage = {
    input_tokens: Math.ceil(asked.promptCharacters / 4),
    output_tokens: Math.ceil(answer.text.length / 4),
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    ...answer.usage,
  };
  const { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h } = usage.cache_creation;
  return { ...usage, cache_creation_input_tokens: written5m + written1h };
}
