import { isInputRequiredResult } from "@modelcontextprotocol/client";
import { AppError } from "@/server/errors";
import { mayHaveLeft } from "@/server/may-have-left";
import { type Reachable, withServer } from "@/server/mcp-servers/connect";
import type { RemoteTool } from "@/server/mcp-servers/schema";
import { showResult } from "@/server/mcp-servers/show-result";

const timeoutMs = 60_000;

/**
 * Calls a tool of a server. Whatever goes wrong on the other side is an error result, with `isUnknown`
 * when the call may have got through; it throws only when aborted, with
 * the signal's reason.
 */
export async function callRemoteTool(
  server: Reachable,
  tool: RemoteTool,
  input: unknown,
  signal: AbortSignal,
): Promise<{ output: string; isError: boolean; isUnknown?: boolean }> {
  try {
    const result = await withServer(server, { signal, timeoutMs }, (client, options) =>
      client.callTool(
        { name: tool.name, arguments: input as Record<string, unknown> },
        {
          ...options,
          // What is known of the tool spares asking for the list again.
          toolDefinition: { name: tool.name, inputSchema: { ...tool.inputSchema, type: "object" } },
        },
      ),
    );
    if (isInputRequiredResult(result))
      return { output: `${tool.name} asks a person for input, which the hub cannot give.`, isError: true };
    return showResult(result);
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return { output: error.message, isError: true, ...(mayHaveLeft(error) ? { isUnknown: true } : {}) };
  }
}
