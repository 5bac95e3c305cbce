import type { DefinitionOutput } from "@/server/tools/schema";

export type ToolDraft = {
  name: string;
  category: string;
  description: string;
  effect: "read" | "write";
  requiresCredentialType: string;
  implementationGuide: string;
  inputSchema: string;
  scriptPath: string;
};
export const toolPaths = [
  "name",
  "category",
  "description",
  "effect",
  "requiresCredentialType",
  "implementationGuide",
  "inputSchema",
  "scriptPath",
];

/** The draft that a definition begins as, or that a new one does. */
export function toDraft(tool: DefinitionOutput | null): ToolDraft {
  return {
    name: tool?.name ?? "",
    category: tool?.category ?? "general",
    description: tool?.description ?? "",
    effect: tool?.effect ?? "write",
    requiresCredentialType: tool?.requiresCredentialType ?? "",
    implementationGuide: tool?.implementationGuide ?? "",
    inputSchema: indent(tool?.inputSchema ?? null),
    scriptPath: tool?.scriptPath ?? "",
  };
}

/** What is sent to the hub. */
export function toFields(draft: ToolDraft) {
  return {
    ...draft,
    name: draft.name.trim(),
    category: draft.category.trim() || "general",
    requiresCredentialType: draft.requiresCredentialType.trim() || null,
    implementationGuide: draft.implementationGuide.trim() || null,
    inputSchema: draft.inputSchema.trim() || null,
    scriptPath: draft.scriptPath.trim(),
  };
}

/** Why a text is no JSON object, or null. */
export function findJsonFault(text: string): string | null {
  if (text.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? null
      : "A schema is an object: { … }";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function indent(text: string | null): string {
  if (text === null) return "";
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
