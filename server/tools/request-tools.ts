import type { ToolDefinition } from "@/prisma/generated/client";
import type { CredentialVariable } from "@/server/credentials/use";
import { parseOrUndefined } from "@/server/json-text";
import type { JsonSchema, ToolResult } from "@/server/tools/held-tool";
import type { ToolPlan } from "@/server/tools/hold-tool";
import { type HttpInput, httpInputSchema, isReading } from "@/server/tools/http-input";
import type { Reach } from "@/server/tools/reach";
import { sendRequest } from "@/server/tools/send-request";
import { makeToolName } from "@/server/tools/tool-name";

export type RequestGround = { reach: Reach; variables: CredentialVariable[] };

/** The built-in tool that sends any request, with any of the persona's credentials. */
export function planHttpRequest({ reach, variables }: RequestGround): ToolPlan {
  const names = variables.map(({ name }) => `\${${name}}`).join(", ");
  return {
    name: "http_request",
    description: [
      "Sends an HTTP request and returns status, the main headers and the body as text.",
      names &&
        `Credentials are written as placeholders, which the hub replaces as the request goes out, for hosts that the credential allows: ${names}.`,
    ]
      .filter(Boolean)
      .join(" "),
    inputSchema: httpInputSchema,
    source: "builtin",
    usualPolicy: "allow",
    effectOf: (input) => (isReading(input) ? "read" : "write"),
    run: (input, { personaId, signal }) =>
      sendRequest(personaId, input as HttpInput, { reach, usable: variables, signal }),
  };
}

/**
 * A tool definition as a native tool. The model follows its implementation guide and fills in the request beside the
 * tool's own input; only credentials of the type it requires may stand in there. One that only reads sends nothing that
 * could change something. One with a script runs on workers, and says so here.
 */
export function planDefinition(definition: ToolDefinition, { reach, variables }: RequestGround): ToolPlan {
  const { name, scriptPath, effect, requiresCredentialType } = definition;
  const usable = variables.filter(({ serviceType }) => serviceType === requiresCredentialType);
  const own = readSchema(definition.inputSchema);
  const onlyReads = effect === "read" && !scriptPath;
  return {
    name: makeToolName(name),
    origin: name,
    description: explainTool(definition, usable),
    inputSchema: scriptPath ? own : withRequest(own),
    source: "definition",
    usualPolicy: "allow",
    effectOf: () => (onlyReads ? "read" : "write"),
    run: async (input, { personaId, signal }) => {
      if (scriptPath) return refuseScript(name);
      const { request } = input as { request: HttpInput };
      if (onlyReads && !isReading(request))
        return { output: `${name} only reads: send GET or HEAD.`, isError: true };
      return sendRequest(personaId, request, { reach, usable, signal });
    },
  };
}

/** A definition's input schema; without one it takes nothing of its own. */
export function readSchema(text: string | null): JsonSchema {
  const schema = parseOrUndefined(text);
  const isObject = typeof schema === "object" && schema !== null && !Array.isArray(schema);
  return isObject ? { ...schema, type: "object" } : { type: "object", properties: {} };
}

function withRequest(own: JsonSchema): JsonSchema {
  const properties = { ...((own.properties as Record<string, unknown> | undefined) ?? {}) };
  const required = Array.isArray(own.required) ? own.required : [];
  return {
    ...own,
    properties: {
      ...properties,
      request: { ...httpInputSchema, description: "The request to send, as the guide says." },
    },
    required: [...required.filter((each) => each !== "request"), "request"],
  };
}

function explainTool(definition: ToolDefinition, usable: CredentialVariable[]): string {
  const { description, implementationGuide, requiresCredentialType, scriptPath } = definition;
  if (scriptPath) return `${description}\nRuns on workers only; here it answers with an error.`;
  const names = usable.map(({ name }) => `\${${name}}`).join(", ");
  return [
    description,
    implementationGuide && `Guide for the request:\n${implementationGuide}`,
    requiresCredentialType &&
      (names
        ? `Credentials (${requiresCredentialType}) as placeholders: ${names}.`
        : `It requires a credential of the type ${requiresCredentialType}, and this persona has none.`),
  ]
    .filter(Boolean)
    .join("\n\n");
}

async function refuseScript(name: string): Promise<ToolResult> {
  return {
    output: `${name} is a script and runs on workers. Choose the runtime worker for this persona to use it.`,
    isError: true,
  };
}
