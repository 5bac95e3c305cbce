import type { IncomingHttpHeaders } from "node:http";

export type Refusal = { status: number; type: string; message: string };
/** The body of POST /v1/messages, as far as the stand-in looks at it. */
export type MessagesBody = {
  model: string;
  max_tokens: number;
  stream?: boolean;
  system?: string | { type: string; text: string }[];
  messages: { role: string; content: string | { type: string; text?: string }[] }[];
};

const withdrawn = ["temperature", "top_p", "top_k"];

/** What is wrong with who asks: 401 without a key that begins with `keyPrefix`, 400 without a version. */
export function refuseHeaders(headers: IncomingHttpHeaders, keyPrefix: string): Refusal | null {
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1];
  const given = bearer ?? headers["x-api-key"];
  if (typeof given !== "string" || !given.startsWith(keyPrefix))
    return { status: 401, type: "authentication_error", message: "invalid x-api-key" };
  if (!headers["anthropic-version"]) return invalid("anthropic-version: header is required");
  return null;
}

/** What the API would refuse in the body, in its words. */
export function refuseBody(body: unknown): Refusal | null {
  if (body === null || typeof body !== "object") return invalid("The request body is not valid JSON");
  const given = body as Partial<MessagesBody> & Record<string, unknown>;
  const gone = withdrawn.find((name) => name in given);
  if (gone) return invalid(`${gone}: Extra inputs are not permitted`);
  if (typeof given.model !== "string") return invalid("model: Field required");
  if (!Number.isInteger(given.max_tokens)) return invalid("max_tokens: Field required");
  if (!Array.isArray(given.messages) || given.messages.length === 0)
    return invalid("messages: at least one message is required");
  if (Array.isArray(given.system) && given.system.some(({ text }) => text === ""))
    return invalid("system: text content blocks must be non-empty");
  if (given.messages.some(({ content }) => content === ""))
    return invalid("messages: text content blocks must be non-empty");
  return null;
}

/** Every text of the prompt in one, to find a request by. */
export function readPrompt({ system, messages }: MessagesBody): string {
  const contents = [system ?? "", ...messages.map(({ content }) => content)];
  return contents
    .flatMap((content) =>
      typeof content === "string" ? [content] : content.map(({ text }: { text?: string }) => text ?? ""),
    )
    .join("\n");
}

function invalid(message: string): Refusal {
  return { status: 400, type: "invalid_request_error", message };
}
