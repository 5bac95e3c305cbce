import { Agent, request } from "node:http";

export type Sent = { status: number; ms: number; body: string; sentAt: number };
export type Order = { url: string; method?: string; headers?: Record<string, string>; body?: string };

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request over a kept connection; `ms` is from its first byte out to the last one in. */
export function send({ url, method = "GET", headers = {}, body }: Order): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.timeOrigin + performance.now();
    const outgoing = request(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const ms = performance.timeOrigin + performance.now() - sentAt;
        resolve({
          status: response.statusCode ?? 0,
          ms,
          body: Buffer.concat(chunks).toString("utf8"),
          sentAt,
        });
      });
      response.on("error", reject);
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // The server closed a kept connection in the moment it was taken up again; this order was never read.
      if (error.code === "ECONNRESET" && outgoing.reusedSocket)
        resolve(send({ url, method, headers, ...(body === undefined ? {} : { body }) }));
      else reject(error);
    });
    outgoing.end(body);
  });
}

/** Sends `count` orders, one every 1/`perSecond` s whatever the answers do (open loop). */
export async function sendEvenly(
  count: number,
  perSecond: number,
  order: (index: number) => Order,
): Promise<Sent[]> {
  const startedAt = performance.now();
  const answers: Promise<Sent>[] = [];
  for (let index = 0; index < count; index++) {
    const dueIn = startedAt + (index * 1000) / perSecond - performance.now();
    if (dueIn > 0.5) await new Promise((resolve) => setTimeout(resolve, dueIn));
    answers.push(send(order(index)));
  }
  return Promise.all(answers);
}

/** Sends `count` orders with at most `parallel` under way (closed loop). */
export async function sendAll(
  count: number,
  parallel: number,
  order: (index: number) => Order,
): Promise<Sent[]> {
  const answers: Sent[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      answers.push(await send(order(index)));
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return answers;
}
