import { createHash, timingSafeEqual } from "node:crypto";

/** A request to the engine, whether it came over the network or from a function in this process. */
export type Ask = {
  method: string;
  path: string;
  header(name: string): string | null;
  /** The body; null when it is larger than `limit` bytes. */
  text(limit: number): Promise<string | null>;
};

export type Answer = { status: number; body: unknown } | { status: number; text: string };

/** Answers a request, or gives null when the path is another's. */
export type Route = (ask: Ask) => Promise<Answer | null>;

export function refuse(status: number, error: string): Answer {
  return { status, body: { error, status } };
}

/** The text of an answer as it goes out. */
export function writeAnswer(answer: Answer): string {
  if ("text" in answer) return answer.text;
  return answer.body === undefined ? "" : JSON.stringify(answer.body);
}

/** Compares two secrets in a time that says nothing about either. */
export function isSame(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

export function safelyDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
