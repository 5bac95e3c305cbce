import type { Persona } from "@/prisma/generated/client";
import { listVariables } from "@/server/credentials/use";
import { sha256 } from "@/server/crypto";
import { recallMemories } from "@/server/memories/recall";
import type { Runtime } from "@/server/personas/schema";
import {
  joinBlocks,
  listBlocks,
  type Prompt,
  type PromptBlocks,
  type PromptPersona,
} from "@/server/prompts/assemble";
import { readSettings } from "@/server/settings/service";
import { listDescribedTools } from "@/server/tools/held";
import type { DescribedTool } from "@/server/tools/held-tool";
import { withoutNul } from "@/server/without-nul";

export type GatheredPrompt = Prompt & {
  tools: DescribedTool[];
  /** Names of the credentials' variables. */
  variables: string[];
  /** SHA-256 of `system` and `user`, in hex. */
  hash: string;
  /** What `system` and `user` are joined of. */
  blocks: PromptBlocks;
};

/** What one run of a persona is told: its tools, credentials' names and memories as they stand now. */
export async function gatherPrompt({
  persona,
  runtime,
  input,
  nonce,
}: {
  persona: Pick<Persona, "id"> & PromptPersona;
  runtime: Runtime;
  /** Bounded, as it stands on the execution. */
  input: unknown;
  nonce: string;
}): Promise<GatheredPrompt> {
  const [tools, credentials, memories, { workspaceInstructions }] = await Promise.all([
    listDescribedTools(persona.id, runtime),
    listVariables(persona.id),
    recallMemories(persona.id, input),
    readSettings(),
  ]);
  const variables = credentials.map(({ name }) => name);
  const parts = { persona, runtime, tools, variables, memories, input, nonce, workspaceInstructions };
  const listed = listBlocks(parts);
  const blocks = {
    system: listed.system.map((block) => withoutNul(block)),
    user: listed.user.map((block) => withoutNul(block)),
  };
  const prompt = joinBlocks(blocks);
  return { ...prompt, tools, variables, hash: hashPrompt(prompt), blocks };
}

/** SHA-256 of a rendered prompt, in hex. */
export function hashPrompt({ system, user }: Prompt): string {
  return sha256(system + user);
}
