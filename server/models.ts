import { env } from "@/server/env";

/** Token counts of one model turn; prompt tokens are input + cacheRead + both cache writes. */
export type Usage = {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheWrite5mTokens: number;
  cacheWrite1hTokens: number;
};

/** Dollars per million tokens. */
type Price = { input: number; output: number; write5m: number; write1h: number; read: number };
/** A price list from a day on; above `above` prompt tokens the band's higher prices hold. */
type DatedPrice = Price & { from: string; above?: { promptTokens: number; price: Price } };
type Model = { label: string; maxOutputTokens: number; contextTokens: number; prices: DatedPrice[] };

const standard = (from: string, input: number, output: number, read: number): DatedPrice => ({
  from,
  input,
  output,
  write5m: round(input * 1.25),
  write1h: round(input * 2),
  read,
});
const olderOpus = [standard("2025-11-01", 5, 25, 0.5)];

/** Source: the provider's pricing pages, November 2026. Newest price first. */
const models: Record<string, Model> = {
  "claude-fable-5-1": {
    label: "Claude Fable 5.1",
    maxOutputTokens: 128_000,
    contextTokens: 1_000_000,
    prices: [standard("2026-09-01", 10, 50, 0.25)],
  },
  "claude-opus-5-5": {
    label: "Claude Opus 5.5",
    maxOutputTokens: 128_000,
    contextTokens: 1_000_000,
    prices: [standard("2026-09-22", 4, 20, 0.2)],
  },
  "claude-sonnet-5-5": {
    label: "Claude Sonnet 5.5",
    maxOutputTokens: 128_000,
    contextTokens: 1_000_000,
    prices: [standard("2026-10-07", 2, 10, 0.1), standard("2026-09-28", 2, 10, 0.2)],
  },
  "claude-haiku-5-5": {
    label: "Claude Haiku 5.5",
    maxOutputTokens: 128_000,
    contextTokens: 1_000_000,
    prices: [
      {
        ...standard("2026-10-07", 0.1, 0.5, 0.01),
        above: { promptTokens: 100_000, price: standard("2026-10-07", 0.5, 2.5, 0.05) },
      },
    ],
  },
  "claude-opus-5": {
    label: "Claude Opus 5",
    maxOutputTokens: 128_000,
    contextTokens: 1_000_000,
    prices: [standard("2026-07-24", 5, 25, 0.5)],
  },
  "claude-sonnet-5": {
    label: "Claude Sonnet 5",
    maxOutputTokens: 128_000,
    contextTokens: 1_000_000,
    prices: [standard("2026-01-01", 2, 10, 0.2)],
  },
  "claude-opus-4-8": {
    label: "Claude Opus 4.8",
    maxOutputTokens: 64_000,
    contextTokens: 200_000,
    prices: olderOpus,
  },
  "claude-opus-4-7": {
    label: "Claude Opus 4.7",
    maxOutputTokens: 64_000,
    contextTokens: 200_000,
    prices: olderOpus,
  },
  "claude-opus-4-6": {
    label: "Claude Opus 4.6",
    maxOutputTokens: 64_000,
    contextTokens: 200_000,
    prices: olderOpus,
  },
  "claude-opus-4-5": {
    label: "Claude Opus 4.5",
    maxOutputTokens: 64_000,
    contextTokens: 200_000,
    prices: olderOpus,
  },
  "claude-sonnet-4-6": {
    label: "Claude Sonnet 4.6",
    maxOutputTokens: 64_000,
    contextTokens: 200_000,
    prices: [standard("2025-11-01", 3, 15, 0.3)],
  },
  "claude-haiku-4-5": {
    label: "Claude Haiku 4.5",
    maxOutputTokens: 64_000,
    contextTokens: 200_000,
    prices: [standard("2025-10-01", 1, 5, 0.1)],
  },
};

/** The model used when neither persona nor Settings name one (design §12.6). */
export function defaultModelId(): string {
  return env().ENSEMBLE_MODEL ?? "claude-sonnet-5-5";
}

/** True for a model with a price, also under a dated name such as claude-haiku-4-5-20251001. */
export function isKnownModel(id: string): boolean {
  return findModel(id) !== undefined;
}

export function knownModelIds(): string[] {
  return Object.keys(models);
}

/** The most tokens a turn of this model may answer with. */
export function maxOutputTokens(id: string): number {
  return findModel(id)?.maxOutputTokens ?? 8_192;
}

/** The most tokens a prompt and its answer may have together. */
export function contextTokens(id: string): number {
  return findModel(id)?.contextTokens ?? 200_000;
}

/** The models with today's prices for short prompts, in dollars per million tokens. */
export function describeModels(at: Date) {
  return Object.entries(models).map(([id, model]) => {
    const price = priceAt(model, at);
    return { id, label: model.label, inputUsdPerMTok: price.input, outputUsdPerMTok: price.output };
  });
}

/** What a turn cost in dollars. Throws for a model without a price: an unknown cost is never counted as 0. */
export function costUsd(modelId: string, usage: Usage, at: Date): number {
  const model = findModel(modelId);
  if (!model) throw new Error(`No price is known for the model ${modelId}.`);
  const dated = priceAt(model, at);
  const promptTokens =
    usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const price = dated.above && promptTokens > dated.above.promptTokens ? dated.above.price : dated;
  const millionths =
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    usage.cacheReadTokens * price.read +
    usage.cacheWrite5mTokens * price.write5m +
    usage.cacheWrite1hTokens * price.write1h;
  return millionths / 1_000_000;
}

/**
 * The share of the prompt that was read from the cache, and what caching saved in dollars beside a prompt paid in
 * full; less than nothing when more was written than read. Null dollars for a model without a price.
 */
export function measureCaching(
  modelId: string,
  usage: Usage,
  at: Date,
): { share: number; savedUsd: number | null } {
  const promptTokens =
    usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  const uncached = {
    inputTokens: promptTokens,
    outputTokens: usage.outputTokens,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
  };
  return {
    share: promptTokens === 0 ? 0 : usage.cacheReadTokens / promptTokens,
    savedUsd: isKnownModel(modelId) ? costUsd(modelId, uncached, at) - costUsd(modelId, usage, at) : null,
  };
}

function findModel(id: string): Model | undefined {
  const plain = id.replace(/-\d{8}$/, "");
  return Object.hasOwn(models, plain) ? models[plain] : undefined;
}

function priceAt(model: Model, at: Date): DatedPrice {
  const day = at.toISOString().slice(0, 10);
  const price = model.prices.find(({ from }) => from <= day) ?? model.prices.at(-1);
  if (!price) throw new Error(`${model.label} has no price.`);
  return price;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
