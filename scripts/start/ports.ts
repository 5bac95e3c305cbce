import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { readCommand } from "./process-identity";

/** A free port on loopback: `preferred` when nobody has it, else any. */
export async function findFreePort(preferred = 0): Promise<number> {
  return (await tryListen("127.0.0.1", preferred)) ?? (await tryListen("127.0.0.1", 0)) ?? 0;
}

/** Throws one line naming the process that listens on the port, when one does; ends nobody. */
export async function refuseBusyPort(host: string, port: number): Promise<void> {
  if ((await tryListen(host, port)) !== null) return;
  const pid = findListener(port);
  const holder = pid ? `pid ${pid}: ${readCommand(pid).slice(0, 200)}` : "a process of another user";
  throw new Error(`Port ${port} is taken by ${holder}. Stop it, or choose another with --port.`);
}

function tryListen(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return resolve(null);
      const reason = error.code === "EACCES" ? "it needs more rights" : error.message;
      reject(new Error(`Cannot listen on ${host}:${port}: ${reason}.`));
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

function findListener(port: number): number | null {
  return process.platform === "linux" ? findListenerInProc(port) : askLsof(port);
}

function findListenerInProc(port: number): number | null {
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => readListeners(table, port)));
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (listSockets(pid).some((inode) => inodes.has(inode))) return Number(pid);
  }
  return null;
}

// Columns: slot, local address:port in hex, remote, state (0A listens), …, inode as the tenth.
function readListeners(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readLines(table)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === "0A")
    .map((columns) => `socket:[${columns[9]}]`);
}

function listSockets(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((descriptor) =>
      readLinkOrNothing(`/proc/${pid}/fd/${descriptor}`),
    );
  } catch {
    return [];
  }
}

function readLinkOrNothing(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

function askLsof(port: number): number | null {
  try {
    const output = execFileSync("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"], {
      encoding: "utf8",
      stdio: "pipe",
    });
    return Number(output.split("\n")[0]) || null;
  } catch {
    return null;
  }
}
