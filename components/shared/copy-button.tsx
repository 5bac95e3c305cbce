"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

/** Copies the text and says so for two seconds. `what` names it: "Copy id". With `label` the words are shown too. */
export function CopyButton({ text, what, label }: { text: string; what: string; label?: boolean }) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => setState((await writeClipboard(text)) ? "copied" : "failed");
  const words =
    state === "copied" ? "Copied" : state === "failed" ? "Copy failed: select the text" : `Copy ${what}`;
  const Icon = state === "copied" ? Check : Copy;
  return (
    <Button
      tone={label ? "plain" : "quiet"}
      size={label ? "default" : "icon"}
      onClick={copy}
      aria-label={words}
      title={words}
      className="relative"
    >
      <Icon aria-hidden className="size-3.5" />
      {label && words}
      <span role="status" className="sr-only">
        {state === "idle" ? "" : words}
      </span>
    </Button>
  );
}

/** False where the browser refuses, as it does on plain http away from this machine. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
