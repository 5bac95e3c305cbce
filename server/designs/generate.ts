import type { PersonaDesign } from "@/prisma/generated/client";
import { placeOfTry } from "@/server/agent/fallback";
import { type ModelPlan, planModel } from "@/server/agent/plan-model";
import { ModelError, streamTurn } from "@/server/claude";
import { db } from "@/server/db";
import { assembleDesignPrompt, describeAnswer } from "@/server/designs/design-prompt";
import { failDesigns, readDesigns, setStage } from "@/server/designs/progress";
import { takeAnswer } from "@/server/designs/read-answer";
import { type StoredRequest, whereConnectors } from "@/server/designs/service";
import { costUsd, type Usage } from "@/server/models";
import { readSettings } from "@/server/settings/service";
import { timeoutSignal } from "@/server/timeout-signal";

export type GenerateOutcome = "generated" | "ended" | { retryAfterMs: number; reason: string };

const longestMs = 5 * 60_000;
/** As many as the model is told of. */
const mostTools = 200;

/**
 * The stages prompt_assembly and llm_generation: one model turn designs every persona of the request. An answer that is
 * stored is never paid for again. Ends the designs, in words, when the model cannot be asked or does not answer.
 */
export async function generateDesigns(
  batchId: string,
  { attempt, isLast }: { attempt: number; isLast: boolean },
): Promise<GenerateOutcome> {
  const designs = await readDesigns(batchId);
  if (designs.length === 0) return "ended";
  if (designs[0]?.result) return "generated";
  await setStage(batchId, "prompt_assembly");
  const plan = await planModel(null);
  if ("problem" in plan) {
    await failDesigns(batchId, plan.problem);
    return "ended";
  }
  const prompt = await assemble(designs);
  await setStage(batchId, "llm_generation");
  return ask(batchId, designs.length, { prompt, plan, attempt, isLast });
}

type Asking = {
  prompt: { system: string; user: string };
  plan: ModelPlan;
  attempt: number;
  isLast: boolean;
};

async function ask(batchId: string, count: number, asking: Asking): Promise<GenerateOutcome> {
  const { prompt, plan, attempt, isLast } = asking;
  const model = plan.chain[placeOfTry(plan.chain, attempt)] ?? "";
  const used: Usage[] = [];
  const deadline = timeoutSignal(longestMs);
  try {
    const { content, usage } = await streamTurn({
      auth: plan.auth,
      model,
      maxTokens: plan.maxTokens,
      system: prompt.system,
      messages: [{ role: "user", content: prompt.user }],
      tools: [describeAnswer(count)],
      signal: deadline,
      idleTimeoutMs: (await readSettings()).modelIdleTimeoutMs,
      onText: () => {},
      onCut: (each) => used.push(each),
    });
    await bookTurn(batchId, count, costUsd(model, usage, new Date()), takeAnswer(content));
    return "generated";
  } catch (error) {
    const cost = used.reduce((sum, usage) => sum + costUsd(model, usage, new Date()), 0);
    if (cost > 0) await bookTurn(batchId, count, cost);
    if (deadline.aborted) {
      await failDesigns(batchId, `The model took longer than ${longestMs / 60_000} minutes.`);
      return "ended";
    }
    if (!(error instanceof ModelError)) throw error;
    if (!error.isRetryable || isLast) {
      await failDesigns(batchId, error.message);
      return "ended";
    }
    return { retryAfterMs: error.retryAfterMs ?? 1_000 * 2 ** attempt, reason: error.message };
  }
}

async function assemble(designs: PersonaDesign[]): Promise<{ system: string; user: string }> {
  const request = JSON.parse(designs[0]?.request ?? "{}") as StoredRequest;
  const given = new Set(request.tools ?? []);
  const [tools, connectors] = await Promise.all([
    db.toolDefinition.findMany({ orderBy: { name: "asc" }, take: mostTools }),
    db.credential.findMany({
      where: whereConnectors(request.connectors ?? []),
      orderBy: { name: "asc" },
      select: { name: true, serviceType: true },
    }),
  ]);
  return assembleDesignPrompt({
    intent: request.intent,
    count: designs.length,
    tools: tools.map(({ name, description }) => ({ name, description, isGiven: given.has(name) })),
    connectors,
  });
}

/** Counts what a turn cost, shared out evenly; with an answer it is paid for once and for all. */
async function bookTurn(batchId: string, count: number, cost: number, result?: string): Promise<void> {
  await db.personaDesign.updateMany({
    where: { batchId },
    data: { costUsd: { increment: cost / count }, ...(result === undefined ? {} : { result }) },
  });
}
