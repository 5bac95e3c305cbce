import { send } from "./api";

export type Message = { event: string; id: number | null; data: Record<string, unknown> };
type Reading = { headers?: Record<string, string>; query?: string; until?: (messages: Message[]) => boolean };

/** Reads an execution's stream until it closes, or until `until` holds; then hangs up. Throws unless it answers 200. */
export async function readStream(
  hub: { url: string; teamKey: string },
  executionId: string,
  { headers = {}, query = "", until = () => false }: Reading = {},
): Promise<Message[]> {
  const controller = new AbortController();
  const response = await fetch(`${hub.url}/api/executions/${executionId}/stream${query}`, {
    headers: { Authorization: `Bearer ${hub.teamKey}`, ...headers },
    signal: controller.signal,
  });
  if (response.status !== 200 || !response.body) throw new Error(`The stream answered ${response.status}.`);
  const messages: Message[] = [];
  let text = "";
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    messages.push(...blocks.flatMap(parseBlock));
    if (until(messages)) break;
  }
  controller.abort();
  return messages;
}

/** What the numbered pieces say: text as it stands, resets and notices by their kind. */
export function listPieces(messages: Message[]): { seq: number; kind: string; text: string }[] {
  return messages.flatMap(({ event, id, data }) =>
    id === null ? [] : [{ seq: id, kind: event, text: String(data.text) }],
  );
}

/** Checks that a route that streams is refused, or not: the status and the reply's JSON. */
export async function refuseStream(hub: { url: string; teamKey: string }, path: string, key?: string | null) {
  const { status, json } = await send(hub, "GET", path, key === undefined ? {} : { key });
  return { status, json };
}

function parseBlock(block: string): Message[] {
  const fields = new Map(
    block.split("\n").map((line) => [line.split(": ")[0], line.slice(line.indexOf(": ") + 2)]),
  );
  const data = fields.get("data");
  if (data === undefined) return [];
  const id = fields.get("id");
  return [
    {
      event: fields.get("event") ?? "message",
      id: id === undefined ? null : Number(id),
      data: JSON.parse(data),
    },
  ];
}
