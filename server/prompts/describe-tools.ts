import type { Runtime } from "@/server/personas/schema";
import type { DescribedTool } from "@/server/tools/held-tool";
import { makeToolName } from "@/server/tools/tool-name";

/** The prompt's "Available Tools", empty without any (contracts/personas.md §1.2, block 5; design §12.13). */
export function describeTools(tools: readonly DescribedTool[], runtime: Runtime): string[] {
  if (tools.length === 0) return [];
  return [["## Available Tools", ...tools.map((tool) => describeTool(tool, runtime))].join("\n\n")];
}

function describeTool(tool: DescribedTool, runtime: Runtime): string {
  const isOnWorker = runtime === "worker";
  return [
    // In the hub a tool is called by its native name.
    `### ${isOnWorker ? tool.name : makeToolName(tool.name)}`,
    tool.description,
    `**Category**: ${tool.category}`,
    ...describeUse(tool, isOnWorker),
    ...(tool.inputSchema ? [`**Input Schema**:\n\`\`\`json\n${tool.inputSchema}\n\`\`\``] : []),
    ...(tool.requiresCredentialType
      ? [
          `**Requires Credential**: ${tool.requiresCredentialType} (available as ${isOnWorker ? "env var" : "placeholder"})`,
        ]
      : []),
  ].join("\n");
}

function describeUse({ scriptPath, implementationGuide }: DescribedTool, isOnWorker: boolean): string[] {
  if (scriptPath) {
    return isOnWorker
      ? [`**Usage**: npx tsx "${scriptPath}" --input '<JSON>'`]
      : ["**Usage**: it is a script, which runs on workers alone. It cannot be called in this run."];
  }
  if (implementationGuide?.trim()) return [`**Implementation Guide**:\n${implementationGuide.trim()}`];
  return [
    isOnWorker
      ? "Call its API with curl through Bash, with the credentials' environment variables."
      : "Call it with the request to its API, with the credentials' placeholders.",
  ];
}
