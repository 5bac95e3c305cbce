import { symbols } from "pino";
import { logger } from "@/server/logger";

export type CapturedLog = { lines: string[]; stop: () => void };

/** Takes, from now on, every line that the hub's log would write, of every level, as it would be written. */
export function captureLog(): CapturedLog {
  const lines: string[] = [];
  const destination = (logger as unknown as Record<symbol, { write: (line: string) => unknown }>)[
    symbols.streamSym
  ];
  if (!destination) throw new Error("The log has no destination.");
  const before = { level: logger.level, write: destination.write };
  logger.level = "trace";
  destination.write = (line) => void lines.push(line);
  return {
    lines,
    stop: () => {
      logger.level = before.level;
      destination.write = before.write;
    },
  };
}
