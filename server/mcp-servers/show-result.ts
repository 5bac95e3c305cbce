import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/client";

/** A result as text for a model. What is not text is named with its size. */
export function showResult(result: CallToolResult): { output: string; isError: boolean } {
  const isError = result.isError === true;
  const parts = (result.content ?? []).map(showBlock);
  const hasText = (result.content ?? []).some(({ type }) => type === "text");
  if (result.structuredContent !== undefined && !hasText)
    parts.push(JSON.stringify(result.structuredContent));
  return { output: parts.join("\n\n") || "(no output)", isError };
}

function showBlock(block: ContentBlock): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "resource_link":
      return `[${block.name}](${block.uri})${block.description ? `: ${block.description}` : ""}`;
    case "resource":
      return "text" in block.resource
        ? block.resource.text
        : `[${block.resource.mimeType ?? "binary"} at ${block.resource.uri}, ${sizeOf(block.resource.blob)}]`;
    default:
      return `[${block.mimeType}, ${sizeOf(block.data)}]`;
  }
}

/** The size of what is in base64. */
function sizeOf(base64: string): string {
  return `${Math.floor((base64.length * 3) / 4).toLocaleString("en")} bytes`;
}
