import { hashCanonical } from "@/server/canonical-json";
import { isProtocolKey, type ProtocolKey } from "@/server/protocols/keys";
import { findProtocols } from "@/server/protocols/parse";

type Tell = (name: "events" | "review", body: object) => void;

/**
 * Hands the protocols on that a persona uses in the CLI: as tool uses named `persona__{key}` or `{key}`, or as JSON in
 * its text (contracts/personas.md §1.3). The same call counts once. A review is asked for, and `openReviews` holds it
 * until it is answered, by an id that the same question has whichever worker asks it: one that starts the execution
 * over is told what a person has answered already.
 */
export function createProtocolRelay(tell: Tell, note: (line: string) => void) {
  const seen = new Set<string>();
  const openReviews = new Map<string, string>();
  let index = 0;

  const relay = (key: ProtocolKey, payload: unknown) => {
    const call = JSON.stringify([key, payload]);
    if (seen.has(call)) return;
    seen.add(call);
    if (key !== "manual_review")
      return tell("events", { events: [{ index: index++, eventType: key, payload }] });
    const reviewId = `q-${hashCanonical(payload).slice(0, 32)}`;
    const { title } = (payload ?? {}) as { title?: unknown };
    openReviews.set(reviewId, typeof title === "string" ? title : "your question");
    tell("review", { reviewId, payload });
  };
  return {
    openReviews,
    readText(text: string) {
      for (const { key, payload, problem } of findProtocols(text)) {
        if (problem === null) relay(key, payload);
        else note(`${key}: ${problem}`);
      }
    },
    /** Returns whether the tool is a protocol. */
    readTool(name: string, input: unknown): boolean {
      const key = name.replace(/^persona__/, "");
      if (!isProtocolKey(key)) return false;
      relay(key, input);
      return true;
    },
  };
}
