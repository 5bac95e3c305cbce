import type { PersonaDesign } from "@/prisma/generated/client";
import { systemActor } from "@/server/actor";
import { linkCredential } from "@/server/credentials/links";
import { db } from "@/server/db";
import { failDesigns, readDesigns, setStage } from "@/server/designs/progress";
import { type DesignedPersona, readAnswer } from "@/server/designs/read-answer";
import type { PersonaIssue } from "@/server/designs/schema";
import { type StoredRequest, whereConnectors } from "@/server/designs/service";
import { checkStored } from "@/server/designs/validate";
import { AppError } from "@/server/errors";
import { personaInput } from "@/server/personas/schema";
import { readPersona, savePersona } from "@/server/personas/service";
import { linkTool } from "@/server/tools/links";

/**
 * The stages result_parsing, feasibility_check and persist: makes the personas of a stored answer, links what the
 * request named, and notes what stands in their way. The same again makes none twice.
 */
export async function persistDesigns(batchId: string): Promise<void> {
  await setStage(batchId, "result_parsing");
  const all = await db.personaDesign.findMany({ where: { batchId }, orderBy: { id: "asc" } });
  const answer = readAnswer(all[0]?.result ?? "", all.length);
  if ("problem" in answer) return failDesigns(batchId, answer.problem);
  for (const design of await readDesigns(batchId)) {
    const designed = answer[all.findIndex(({ id }) => id === design.id)];
    if (designed) await persist(design, designed);
  }
}

async function persist(design: PersonaDesign, designed: DesignedPersona): Promise<void> {
  const request = JSON.parse(design.request) as StoredRequest;
  const where = { id: design.id };
  await db.personaDesign.update({ where, data: { stage: "feasibility_check" } });
  // The persona's id follows from the design's, so that a second try merges into the first one's.
  const personaId = design.id.replace(/^[a-z]+_/, "per_");
  const input = personaInput.safeParse({ id: personaId, ...toFields(designed, request) });
  if (!input.success) {
    const [issue] = input.error.issues;
    const errorMessage = `The design does not fit: ${issue?.path.join(".")}: ${issue?.message}`;
    const ended = { status: "failed", errorMessage, completedAt: new Date() };
    await db.personaDesign.update({ where, data: ended });
    return;
  }
  await db.personaDesign.update({ where, data: { stage: "persist" } });
  await savePersona(systemActor, { ...input.data, note: "Designed from an intention" });
  const refused = await linkMeans(personaId, request);
  const issues = [
    ...(await checkStored(await readPersona(personaId))),
    ...refused,
    ...listWishes(designed, request),
  ];
  await db.personaDesign.update({
    where,
    data: {
      status: "completed",
      personaId,
      issues: JSON.stringify(issues),
      completedAt: new Date(),
    },
  });
}

function toFields(designed: DesignedPersona, { modelProfile, maxBudgetUsd, intent }: StoredRequest) {
  const { name, description, identity, instructions, toolGuidance, examples, errorHandling } = designed;
  const sections = { identity, instructions, toolGuidance, examples, errorHandling };
  const filled = Object.entries(sections).filter(([, text]) => text);
  return {
    name,
    description: description || null,
    structuredPrompt: JSON.stringify(Object.fromEntries(filled)),
    designContext: JSON.stringify({ intent }),
    ...(modelProfile === undefined ? {} : { modelProfile }),
    ...(maxBudgetUsd === undefined ? {} : { maxBudgetUsd }),
  };
}

/** Links what the request named; what has gone meanwhile, or cannot be linked, becomes an issue. */
async function linkMeans(
  personaId: string,
  { tools = [], connectors = [] }: StoredRequest,
): Promise<PersonaIssue[]> {
  const [definitions, credentials] = await Promise.all([
    db.toolDefinition.findMany({ where: { name: { in: tools } } }),
    db.credential.findMany({ where: whereConnectors(connectors) }),
  ]);
  const links = [
    ...definitions.map(({ id, name }) => ({
      category: "tools" as const,
      name,
      link: () => linkTool(systemActor, { personaId, toolId: id }),
    })),
    ...credentials.map(({ id, name }) => ({
      category: "credentials" as const,
      name,
      link: () => linkCredential(systemActor, { personaId, credentialId: id }),
    })),
  ];
  const issues: PersonaIssue[] = [];
  for (const { category, name, link } of links) {
    await link().catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      issues.push({ level: "warning", category, message: `${name} could not be linked: ${error.message}` });
    });
  }
  return issues;
}

/** What the design asks for beyond what it was given. */
function listWishes(designed: DesignedPersona, { tools = [] }: StoredRequest): PersonaIssue[] {
  const wished = (designed.tools ?? []).filter((name) => !tools.includes(name));
  const events = designed.eventTypes ?? [];
  return [
    ...wished.map(
      (name): PersonaIssue => ({
        level: "info",
        category: "tools",
        message: `The design would use the tool ${name}, which it was not given.`,
      }),
    ),
    ...events.map(
      (type): PersonaIssue => ({
        level: "info",
        category: "triggers",
        message: `The design would listen to events of the type ${type}.`,
      }),
    ),
  ];
}
