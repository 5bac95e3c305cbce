"use client";

import { useEffect, useRef } from "react";
import { isPlainKey } from "@/components/shared/plain-key";

/** Keys that act again and again while they are held down. */
const moves = ["j", "k"];

/**
 * Acts on plain keys pressed anywhere on the page but in a field or a dialog, while `isOn`. A key that is held down acts
 * once, unless it moves: the next question must not get the answer to the last one.
 */
export function useKeys(acts: Record<string, () => void>, isOn = true) {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const act = event.defaultPrevented || !isPlainKey(event) ? undefined : latest.current[event.key];
      if (!act || (event.repeat && !moves.includes(event.key)) || document.querySelector("[role=dialog]"))
        return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOn]);
}
