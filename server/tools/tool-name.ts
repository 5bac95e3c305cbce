import { sha256 } from "@/server/crypto";

const longest = 64;

/** The names of the hub's own tools; a definition cannot take one. */
export const builtinNames = ["http_request", "current_time"] as const;
/** The seven protocols are native tools of every persona (contracts/personas.md §1.3). */
export const protocolNames = [
  "user_message",
  "persona_action",
  "emit_event",
  "agent_memory",
  "manual_review",
  "execution_flow",
  "outcome_assessment",
] as const;
const reservedPrefixes = ["mcp__", "persona__"];

/** A name as models take it: letters, digits, _ and -, at most 64 of them. */
export function makeToolName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .slice(0, longest);
  return /[A-Za-z0-9]/.test(plain) ? plain : `tool_${digest(name)}`;
}

/**
 * The name of an MCP server's tool: `mcp__{server}__{tool}`. One that had to be changed or cut carries a piece of its
 * hash, so that it is nobody else's and stays the same whatever else the server offers.
 */
export function makeMcpToolName(server: string, tool: string): string {
  const plain = makeToolName(tool);
  const name = `mcp__${makeToolName(server)}__${plain}`;
  if (plain === tool && name.length <= longest) return name;
  return `${name.slice(0, longest - 7)}_${digest(`${server} ${tool}`)}`;
}

/** Whether the hub keeps this name for tools of its own. */
export function isReservedName(name: string): boolean {
  const plain = makeToolName(name).toLowerCase();
  return (
    [...builtinNames, ...protocolNames].some((own) => own === plain) ||
    reservedPrefixes.some((prefix) => plain.startsWith(prefix))
  );
}

function digest(text: string): string {
  return sha256(text).slice(0, 6);
}
