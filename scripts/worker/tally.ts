import { addUsage, countTokens, noUsage } from "@/server/workers/spending";
import type { Spending } from "@/server/workers/spending-schema";
import type { Said } from "./stream-json";

type Result = Extract<Said, { kind: "result" }>;
type Message = Extract<Said, { kind: "usage" }>;

/**
 * Counts what the CLI's runs of one execution use: by its own results where it gave them, else by its messages, each
 * of which is said several times with ever more in it.
 */
export function createTally() {
  const results: Result[] = [];
  const messages = new Map<string, Message>();
  let model = "";

  return {
    results,
    began(name: string) {
      model = name;
    },
    isNew: (messageId: string) => !messages.has(messageId),
    heard(message: Message) {
      messages.set(message.messageId, message);
      model = message.model || model;
    },
    ended(result: Result) {
      results.push(result);
      // One that broke off may count nothing.
      if (result.costUsd > 0 || countTokens(result.usage) > 0) messages.clear();
    },
    /** What the results cost, in dollars. */
    readCost: () => sumCost(results),
    readTokens: () =>
      [...results, ...messages.values()].reduce((sum, { usage }) => sum + countTokens(usage), 0),
    describe(): Spending {
      const known = results.length > 0 && {
        totalCostUsd: sumCost(results),
        usage: results.reduce((sum, { usage }) => addUsage(sum, usage), noUsage),
      };
      return {
        ...(model ? { model } : {}),
        ...(known || {}),
        unpriced: sumByModel([...messages.values()], model),
      };
    },
  };
}

function sumByModel(messages: Message[], model: string): NonNullable<Spending["unpriced"]> {
  const groups = Map.groupBy(messages, (message) => message.model || model || "unknown");
  return [...groups].map(([name, all]) => ({
    model: name.slice(0, 100),
    messageCount: all.length,
    ...all.reduce((sum, { usage }) => addUsage(sum, usage), noUsage),
  }));
}

function sumCost(results: Result[]): number {
  return results.reduce((sum, { costUsd }) => sum + costUsd, 0);
}
