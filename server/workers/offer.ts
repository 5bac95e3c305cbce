import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { parseOrUndefined } from "@/server/json-text";
import { findPersona } from "@/server/personas/service";
import { gatherPrompt } from "@/server/prompts/gather";
import { nonceOf } from "@/server/prompts/nonce";

/**
 * Offers a claimed execution to the workers: its prompt is assembled and kept, and it goes back to `queued`, waiting for
 * a worker, with the place it has (design §4). It holds nothing in the engine, however long it waits. Offering it twice
 * changes nothing.
 */
export async function offerToWorkers(executionId: string): Promise<"offered" | "ended"> {
  const execution = await db.execution.findUnique({ where: { id: executionId } });
  if (execution?.status === "queued" && execution.waitingFor === "worker") return "offered";
  if (execution?.status !== "running" || execution.workerId !== null) return "ended";
  const persona = await findPersona(execution.personaId);
  if (execution.cancelRequestedAt || !persona) {
    const errorMessage = persona ? undefined : "Its persona was deleted before it ran.";
    await endExecution(executionId, { status: "cancelled", ...(errorMessage ? { errorMessage } : {}) });
    return "ended";
  }
  const input = parseOrUndefined(execution.inputData);
  const { tools, variables, hash, ...prompt } = await gatherPrompt({
    persona,
    runtime: "worker",
    input,
    nonce: nonceOf(executionId),
  });
  const [, { count }] = await db.$transaction([
    db.executionPrompt.createMany({
      data: [{ executionId, ...prompt, tools: JSON.stringify(tools), variables: JSON.stringify(variables) }],
      skipDuplicates: true,
    }),
    db.execution.updateMany({
      where: { id: executionId, status: "running", workerId: null },
      data: {
        status: "queued",
        waitingFor: "worker",
        claimedBy: null,
        startedAt: null,
        personaVersion: persona.liveVersion,
        promptHash: hash,
      },
    }),
  ]);
  return count === 1 ? "offered" : "ended";
}
