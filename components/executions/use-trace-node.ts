"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

const tabIds = ["trace", "output", "prompt", "facts"] as const;
export type ExecutionTab = (typeof tabIds)[number];

/** Which part of an execution is shown, and which node of its trace; both stand in the URL. */
export function useTraceNode() {
  const [{ tab, node }, set] = useQueryStates({
    tab: parseAsStringLiteral(tabIds).withDefault("output"),
    node: parseAsString,
  });
  return {
    tab,
    /** The prompt has a tab of its own, and what is under way is in the output. */
    node: tab === "prompt" ? "prompt" : node,
    select: (id: string) => {
      if (id === "prompt") void set({ tab: "prompt", node: null });
      else void set({ tab: null, node: id === "now" ? null : id });
    },
    showTab: (next: ExecutionTab) => void set({ tab: next, node: null }),
    close: () => void set({ node: null }),
  };
}
