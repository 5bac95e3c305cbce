import type { Persona } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { listVariables, readRedactor } from "@/server/credentials/use";
import type { PersonaExport } from "@/server/gitlab/schema";
import { toVariableKey } from "@/server/gitlab/variable-rules";
import { parseOrUndefined } from "@/server/json-text";
import { defaultModelId } from "@/server/models";
import { readProfile } from "@/server/personas/model-profile";
import { readPersonaAt } from "@/server/personas/versions";
import { describeStructured } from "@/server/prompts/structured-prompt";
import { redactDeep } from "@/server/redact";
import { readSettings } from "@/server/settings/service";
import { listDescribedTools } from "@/server/tools/held";

/** What would be deployed of a persona, as a person looks at it beforehand. Throws not_found. */
export async function previewExport(
  actor: Actor,
  { personaId, version }: { personaId: string; version?: number | undefined },
): Promise<PersonaExport> {
  requireScope(actor, "gitlab:read");
  requireScope(actor, "personas:read");
  return exportPersona(personaId, version);
}

/**
 * A persona as GitLab gets it: its prompt with the names of its variables, never their values, its model and its
 * tools. `version` is one of its versions, the live one when none is named. Throws not_found.
 */
export async function exportPersona(personaId: string, version?: number): Promise<PersonaExport> {
  const [persona, tools, variables, settings] = await Promise.all([
    readPersonaAt(personaId, version ?? null),
    listDescribedTools(personaId),
    listVariables(personaId),
    readSettings(),
  ]);
  const names = variables.map(({ name }) => ({ name, key: toVariableKey(name) }));
  // It leaves the hub, and may be committed: a value that somebody wrote into the prompt stays here.
  return redactDeep(await readRedactor(personaId), {
    name: persona.name,
    description: persona.description?.trim() ?? "",
    systemPrompt: writePrompt(
      persona,
      names.map(({ key }) => key),
    ),
    model: readProfile(persona.modelProfile).model ?? settings.defaultModel ?? defaultModelId(),
    version: persona.liveVersion,
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      input_schema: readSchema(inputSchema),
    })),
    variables: names,
  });
}

/** The sections of the prompt, then the variables by name (contracts/personas.md §1.9). */
export function writePrompt(
  persona: Pick<Persona, "systemPrompt" | "structuredPrompt">,
  keys: readonly string[],
): string {
  const sections = describeStructured(persona.structuredPrompt) ?? [
    `## Identity\n${persona.systemPrompt.trim()}`,
  ];
  const environment = `## Environment Variables\nThese are set as CI/CD variables where they were provisioned. Use them by name; do not print them.\n${keys
    .map((key) => `- \`$${key}\``)
    .join("\n")}`;
  return [...sections, ...(keys.length > 0 ? [environment] : [])].join("\n\n");
}

function readSchema(text: string | null): Record<string, unknown> {
  const parsed = parseOrUndefined(text);
  const isObject = parsed !== null && typeof parsed === "object" && !Array.isArray(parsed);
  return isObject ? (parsed as Record<string, unknown>) : { type: "object", properties: {} };
}
