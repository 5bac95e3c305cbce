"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { OutputPart } from "@/components/executions/output-parts";
import { useTRPCClient } from "@/lib/trpc";
import type { ExecutionDetail } from "@/server/executions/schema";

/** The output that an ended execution left, a page of lines at a time. `missing` counts the lines not read yet. */
export function useStoredOutput(execution: ExecutionDetail) {
  const client = useTRPCClient();
  const [later, setLater] = useState<string[]>([]);
  const lines = [...execution.output, ...later];
  const more = useMutation({
    mutationFn: () => client.executions.get.query({ executionId: execution.id, offset: lines.length }),
    onSuccess: (page) => setLater((before) => [...before, ...page.output]),
  });
  const parts: OutputPart[] =
    lines.length === 0 ? [] : [{ key: "stored", kind: "text", turn: 0, text: lines.join("\n") }];
  return { parts, missing: execution.totalOutputLines - lines.length, more };
}
