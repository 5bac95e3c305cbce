/** A read may be repeated; a write that was started and not finished never is by itself (design §12.5). */
export type ToolEffect = "read" | "write";
/** Enforced outside the model: `ask` waits for a person, `deny` refuses. */
export type ToolPolicy = "allow" | "ask" | "deny";
export type ToolSource = "builtin" | "definition" | "mcp" | "protocol";
export type JsonSchema = { type: "object"; [key: string]: unknown };

export type ToolContext = {
  executionId: string;
  personaId: string;
  personaName: string;
  toolCallId: string;
  signal: AbortSignal;
};
/**
 * `output` is the whole result as text; whoever shows it cuts it. With `isCut` it came too long, and ends anywhere; with
 * `isUnknown` the call went out and its answer did not come, so that it may have taken effect.
 */
export type ToolResult = { output: string; isError: boolean; isCut?: boolean; isUnknown?: boolean };

/** A tool that a persona holds, ready to be offered to a model and to be run. */
export type HeldTool = {
  /** As the model sees it: letters, digits, _ and -, at most 64. */
  name: string;
  description: string;
  inputSchema: JsonSchema;
  source: ToolSource;
  policy: ToolPolicy;
  /** What a call with this input does. */
  effectOf: (input: unknown) => ToolEffect;
  /** What is wrong with the input, in words for the model; null when it fits. */
  checkInput: (input: unknown) => string | null;
  /** Runs it. A failure of the other side is a result with `isError`; it throws only when aborted, or by a fault of ours. */
  run: (input: unknown, context: ToolContext) => Promise<ToolResult>;
};

/** What stands of a tool in the prompt's "Available Tools" (contracts/personas.md §1.2). */
export type DescribedTool = {
  name: string;
  description: string;
  category: string;
  scriptPath: string;
  implementationGuide: string | null;
  inputSchema: string | null;
  requiresCredentialType: string | null;
};
