import type { HeldToolOutput } from "@/server/tools/schema";

export const effectWords: Record<HeldToolOutput["effect"], string> = {
  read: "Reads",
  write: "Writes",
  depends: "Reads or writes",
};

export const sourceWords: Record<HeldToolOutput["source"], string> = {
  builtin: "Built in",
  definition: "Definition",
  mcp: "MCP",
  protocol: "Protocol",
};

export const policyOptions: { value: HeldToolOutput["policy"]; label: string }[] = [
  { value: "allow", label: "Allow" },
  { value: "ask", label: "Ask" },
  { value: "deny", label: "Deny" },
];
