"use client";

import { useEffect, useRef } from "react";
import { isPlainKey } from "@/components/shared/plain-key";

/** Acts on plain keys pressed anywhere on the page but in a field or a dialog, while `isOn`. */
export function useKeys(acts: Record<string, () => void>, isOn = true) {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const act = event.defaultPrevented || !isPlainKey(event) ? undefined : latest.current[event.key];
      if (!act || document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOn]);
}
