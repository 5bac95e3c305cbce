import type { IncomingHttpHeaders } from "node:http";

export type Refusal = { status: number; type: string; message: string };
/** The body of POST /v1/messages, as far as the stand-in looks at it. */
export type MessagesBody = {
  model: string;
  max_tokens: number;
  stream?: boolean;
  system?: string | { type: string; text: string }[];
  messages: { role: string; content: string | WireBlock[] }[];
  tools?: { name: string; description?: string; input_schema: { type: string } }[];
};
type WireBlock = {
  type: string;
  text?: string;
  id?: string;
  tool_use_id?: string;
  content?: string | WireBlock[];
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
  if (given.messages.some(({ content }) => content === "" || hasEmptyText(content)))
    return invalid("messages: text content blocks must be non-empty");
  return refuseTools(given as MessagesBody);
}

function hasEmptyText(content: string | WireBlock[]): boolean {
  return typeof content !== "string" && content.some(({ type, text }) => type === "text" && text === "");
}

/** Tools must be described by a schema, called ones offered, and every call answered in the message right after it. */
function refuseTools({ tools = [], messages }: MessagesBody): Refusal | null {
  for (const { name, input_schema } of tools) {
    if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name))
      return invalid(`tools.${name}.name: String should match pattern`);
    if (input_schema?.type !== "object") return invalid(`tools.${name}.input_schema.type: Field required`);
  }
  if (new Set(tools.map(({ name }) => name)).size < tools.length)
    return invalid("tools: Tool names must be unique.");
  if (messages[0]?.role !== "user") return invalid("messages: first message must use the user role");
  for (const [index, { role, content }] of messages.entries()) {
    const called = idsOf(content, "tool_use", "id");
    const answered = idsOf(messages[index + 1]?.content ?? "", "tool_result", "tool_use_id");
    if (called.length > 0 && tools.length === 0)
      return invalid("tools: Requests which include `tool_use` blocks must define tools");
    const open = called.find((id) => !answered.includes(id));
    if (open)
      return invalid(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks: ${open}`,
      );
    const before = idsOf(messages[index - 1]?.content ?? "", "tool_use", "id");
    const stray = idsOf(content, "tool_result", "tool_use_id").find((id) => !before.includes(id));
    if (stray)
      return invalid(
        `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}`,
      );
    if (role === messages[index - 1]?.role) return invalid(`messages.${index}: roles must alternate`);
  }
  return null;
}

function idsOf(content: string | WireBlock[], type: string, key: "id" | "tool_use_id"): string[] {
  if (typeof content === "string") return [];
  return content.flatMap((block) => (block.type === type ? (block[key] ?? []) : []));
}

/** Every text of the prompt in one, to find a request by. */
export function readPrompt({ system, messages }: MessagesBody): string {
  const contents = [system ?? "", ...messages.map(({ content }) => content)];
  return contents
    .flatMap((content) => (typeof content === "string" ? [content] : content.map(readBlock)))
    .join("\n");
}

function readBlock(block: WireBlock | { text: string }): string {
  if ("content" in block && block.content !== undefined)
    return typeof block.content === "string" ? block.content : block.content.map(readBlock).join("\n");
  return block.text ?? "";
}

function invalid(message: string): Refusal {
  return { status: 400, type: "invalid_request_error", message };
}
