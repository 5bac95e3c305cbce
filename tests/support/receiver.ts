import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export type Received = { id: string; headers: IncomingHttpHeaders; body: string };
export type ReceiverAnswer =
  | { status: number; headers?: Record<string, string>; body?: string }
  | "hang"
  | "break off";

export type Receiver = {
  url: string;
  /** Every request in order. */
  requests: Received[];
  /** Answers the next requests with these, oldest first; any further one with 204. */
  answerWith: (...answers: ReceiverAnswer[]) => void;
  /** The payload, when the signature holds with this secret by the reference library. Throws when it does not. */
  verify: (
    received: Received,
    secret: string,
  ) => { type: string; timestamp: string; data: Record<string, unknown> };
  stop: () => Promise<void>;
};

/** A server outside that takes Standard Webhooks. */
export async function startReceiver(): Promise<Receiver> {
  const requests: Received[] = [];
  const answers: ReceiverAnswer[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      requests.push({ id: String(request.headers["webhook-id"]), headers: request.headers, body });
      give(response, answers.shift() ?? { status: 204 });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    answerWith: (...next) => void answers.push(...next),
    verify: ({ headers, body }, secret) =>
      new Webhook(secret).verify(body, headers as Record<string, string>) as ReturnType<Receiver["verify"]>,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function give(response: ServerResponse, answer: ReceiverAnswer): void {
  if (answer === "break off") response.destroy();
  else if (answer !== "hang") response.writeHead(answer.status, answer.headers).end(answer.body);
}
