import { createServer, type Socket } from "node:net";
import type { PGlite } from "@electric-sql/pglite";
import { createMessageReader } from "./wire-messages";
import { askForPassword, isPassword, refusePassword } from "./wire-password";

export type WireServer = { port: number; stop: () => Promise<void> };
type Unit = { connection: Connection; bytes: Uint8Array };
type Connection = {
  socket: Socket;
  isGone: boolean;
  /** The start-up packet, kept until the password that follows it has held. */
  startup: Uint8Array | null;
};

const rollback = Buffer.from("\x51\x00\x00\x00\x0dROLLBACK\x00", "latin1");

/**
 * Serves PGlite on loopback to many connections. PGlite is one session with one unnamed statement, so
 * what a client sends up to a Sync runs as one unit, and a connection inside a transaction keeps the
 * session until that ends. (@electric-sql/pglite-socket 0.2 queues message by message: two connections'
 * Parse and Bind interleave, which answers one's query with the other's rows.) Loopback is open to every
 * user of the machine, so a password is asked for.
 */
export function startWireServer(
  database: PGlite,
  port: number,
  password: string,
  mostConnections = 100,
): Promise<WireServer> {
  const waiting: Unit[] = [];
  const connections = new Set<Connection>();
  /** Whose transaction or unfinished exchange the session is in. */
  let owner: Connection | null = null;
  let isRunning = false;

  const takeNext = (): Unit | undefined => {
    if (owner === null) return waiting.shift();
    const index = waiting.findIndex(({ connection }) => connection === owner);
    return index === -1 ? undefined : waiting.splice(index, 1)[0];
  };

  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    for (let unit = takeNext(); unit !== undefined; unit = takeNext()) {
      const isIdle = await runUnit(database, unit);
      owner = isIdle ? null : unit.connection;
      if (owner?.isGone) await leave(owner);
    }
    isRunning = false;
  };

  const leave = async (connection: Connection) => {
    if (owner !== connection) return;
    await runUnit(database, { connection, bytes: rollback });
    owner = null;
  };

  const accept = (socket: Socket) => {
    if (connections.size >= mostConnections) return socket.destroy();
    const connection: Connection = { socket, isGone: false, startup: null };
    connections.add(connection);
    socket.setNoDelay(true);
    const reader = createMessageReader({
      onStartup: (bytes) => {
        connection.startup = bytes;
        socket.write(askForPassword);
      },
      onUnit: (given) => {
        const bytes = connection.startup ?? given;
        if (connection.startup && !isPassword(given, password)) {
          socket.end(refusePassword());
          return;
        }
        connection.startup = null;
        waiting.push({ connection, bytes });
        void run();
      },
      onRefuse: () => socket.write("N"),
      onEnd: () => socket.end(),
    });
    socket.on("data", reader);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      connection.isGone = true;
      connections.delete(connection);
      waiting.splice(0, waiting.length, ...waiting.filter((unit) => unit.connection !== connection));
      // One that is running ends its connection's transaction itself.
      if (!isRunning) void leave(connection).then(run);
    });
  };

  const server = createServer(accept);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address !== null ? address.port : port,
        stop: async () => {
          for (const { socket } of connections) socket.destroy();
          await new Promise((closed) => server.close(closed));
        },
      });
    });
  });
}

/** Runs one unit and sends its answer. Returns whether the session is idle after it: no transaction is open. */
async function runUnit(database: PGlite, { connection, bytes }: Unit): Promise<boolean> {
  let tail: Buffer = Buffer.alloc(0);
  await database.runExclusive(() =>
    database.execProtocolRawStream(bytes, {
      onRawData: (data) => {
        const copy = Buffer.from(data);
        tail = copy.length >= 6 ? copy.subarray(-6) : Buffer.concat([tail, copy]).subarray(-6);
        if (!connection.isGone && bytes !== rollback) connection.socket.write(copy);
      },
    }),
  );
  // ReadyForQuery: 'Z', length 5, then I (idle), T (in a transaction) or E (in a failed one).
  return tail.toString("latin1") === "Z\x00\x00\x00\x05I";
}
