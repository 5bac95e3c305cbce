"use client";

import { useSyncExternalStore } from "react";
import { Kbd } from "@/components/ui/kbd";

/** The keys that open the palette, as this machine calls them. */
export function ShortcutHint() {
  const isApple = useSyncExternalStore(
    () => () => undefined,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => true,
  );
  return <Kbd>{isApple ? "⌘K" : "Ctrl K"}</Kbd>;
}
