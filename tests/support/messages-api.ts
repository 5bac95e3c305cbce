import { randomBytes } from "node:crypto";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, describeMessage, streamAnswer } from "./messages-api-answer";
import { type MessagesBody, type Refusal, readPrompt, refuseBody, refuseHeaders } from "./messages-api-check";

export type RecordedRequest = {
  id: string;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
  /** System and messages as one text; empty for other routes. */
  prompt: string;
  /** Milliseconds since 1970, as are the others. */
  receivedAt: number;
  /** answered: sent in full; refused: an error status; cut: broken off by us; aborted: the client went away. */
  outcome: "open" | "answered" | "refused" | "cut" | "aborted";
  /** When the first piece of text was sent. */
  spokeAt: number | null;
  endedAt: number | null;
};

export type MessagesApi = {
  url: string;
  /** A key this server takes; any other that begins with `keyPrefix` does too. */
  key: string;
  /** Every request so far, oldest first; entries change as their answers go out. */
  requests: RecordedRequest[];
  /** Requests to POST /v1/messages whose prompt holds `text`. */
  find: (text: string) => RecordedRequest[];
  /** Answers prompts that hold `text`: the answers in order, the last one from then on. */
  script: (text: string, ...answers: Answer[]) => void;
  reset: () => void;
  stop: () => Promise<void>;
};

const defaultAnswer: Answer = { kind: "text", text: "Hello from the stand-in." };

/**
 * A local server that speaks the Messages API: streamed and whole answers, the models list, and every
 * fault a provider has. `port` 0 takes a free one; `answer` is given to prompts nobody scripted;
 * without `isRecording` no request is kept, for long runs.
 */
export async function startMessagesApi(
  options: { port?: number; keyPrefix?: string; answer?: Answer; isRecording?: boolean } = {},
): Promise<MessagesApi> {
  const keyPrefix = options.keyPrefix ?? `stand-in-${randomBytes(6).toString("hex")}-`;
  const requests: RecordedRequest[] = [];
  const scripts = new Map<string, Answer[]>();

  const pickAnswer = (prompt: string): Answer => {
    const [, answers] = [...scripts].findLast(([text]) => prompt.includes(text)) ?? [];
    const next = answers && answers.length > 1 ? answers.shift() : answers?.[0];
    return next ?? options.answer ?? defaultAnswer;
  };
  const server = createServer((request, response) => {
    void handle(request, response, {
      keyPrefix,
      requests: options.isRecording === false ? [] : requests,
      pickAnswer,
    });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    key: `${keyPrefix}${randomBytes(12).toString("hex")}`,
    requests,
    find: (text) => requests.filter(({ path, prompt }) => path === "/v1/messages" && prompt.includes(text)),
    script: (text, ...answers) => {
      scripts.delete(text);
      scripts.set(text, answers);
    },
    reset: () => {
      requests.length = 0;
      scripts.clear();
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

type Desk = {
  keyPrefix: string;
  requests: RecordedRequest[];
  pickAnswer: (prompt: string) => Answer;
};

async function handle(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const entry: RecordedRequest = {
    id: `msg_${randomBytes(10).toString("hex")}`,
    method: request.method ?? "",
    path: new URL(request.url ?? "/", "http://localhost").pathname,
    headers: request.headers,
    body: await readJson(request),
    prompt: "",
    receivedAt: Date.now(),
    outcome: "open",
    spokeAt: null,
    endedAt: null,
  };
  desk.requests.push(entry);
  const settle = (outcome: RecordedRequest["outcome"]) => {
    if (entry.outcome !== "open") return;
    entry.outcome = outcome;
    entry.endedAt = Date.now();
  };
  response.on("finish", () => settle(response.statusCode < 400 ? "answered" : "refused"));
  response.on("close", () => settle("aborted"));

  const refusal = refuseHeaders(request.headers, desk.keyPrefix);
  if (refusal) return refuse(response, refusal);
  const route = `${entry.method} ${entry.path}`;
  if (route === "GET /v1/models") return reply(response, 200, modelList);
  if (route !== "POST /v1/messages")
    return refuse(response, { status: 404, type: "not_found_error", message: "Not found" });
  const problem = refuseBody(entry.body);
  if (problem) return refuse(response, problem);

  const body = entry.body as MessagesBody;
  entry.prompt = readPrompt(body);
  const answer = desk.pickAnswer(entry.prompt);
  if (answer.kind === "hang") return;
  if (answer.kind === "error") return refuse(response, answer);
  const asked = { id: entry.id, model: body.model, promptCharacters: entry.prompt.length };
  if (!body.stream) return reply(response, 200, describeMessage(answer, asked));
  const cut = () => {
    settle("cut");
    response.destroy();
  };
  const onSpeak = () => {
    entry.spokeAt ??= Date.now();
  };
  await streamAnswer({ response, cut, onSpeak, isGone: () => response.destroyed }, answer, asked);
}

function refuse(
  response: ServerResponse,
  { status, type, message, headers = {} }: Refusal & { headers?: Record<string, string> },
): void {
  reply(response, status, { type: "error", error: { type, message } }, headers);
}

function reply(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return null;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

const model = {
  type: "model",
  id: "claude-sonnet-5-5",
  display_name: "Claude Sonnet 5.5",
  created_at: "2026-09-28T00:00:00Z",
};
const modelList = { data: [model], has_more: false, first_id: model.id, last_id: model.id };
