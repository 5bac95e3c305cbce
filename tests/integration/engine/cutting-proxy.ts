import { once } from "node:events";
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";

export type CuttingProxy = {
  /** The database, by way of the proxy. */
  url: string;
  /**
   * The next statement that holds `text` is carried out, and its connection cut before the answer.
   * Resolves once that has happened.
   */
  cutAnswerTo: (text: string) => Promise<void>;
  close: () => void;
};

/** How Postgres says that a statement is over and its transaction with it. */
const isIdle = Buffer.from("Z\x00\x00\x00\x05I", "latin1");

/** Stands between an engine and its database, to keep answers back. */
export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const database = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let order: { text: string; resolve: () => void } | null = null;

  const server = createServer((client) => {
    const upstream = connectSocket(Number(database.port), database.hostname);
    let asked = Buffer.alloc(0);
    let answer = Buffer.alloc(0);
    client.on("data", (data) => {
      asked = Buffer.concat([asked, data]);
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      if (!order || !asked.includes(order.text)) {
        client.write(data);
        if (data.includes(isIdle)) asked = Buffer.alloc(0);
        return;
      }
      answer = Buffer.concat([answer, data]);
      if (!answer.includes(isIdle)) return;
      client.destroy();
      order.resolve();
      order = null;
    });
    for (const end of [client, upstream]) {
      sockets.add(end);
      end.on("error", () => undefined);
      end.on("close", () => {
        sockets.delete(end);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    cutAnswerTo: (text) =>
      new Promise((resolve) => {
        order = { text, resolve };
      }),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
