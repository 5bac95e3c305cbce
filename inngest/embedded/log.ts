import type { Logger } from "pino";

/** Where the engine says what happens: pino's form, fields first. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;
