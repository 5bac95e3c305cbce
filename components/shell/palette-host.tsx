"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

const openEvent = "ensemble:palette";
const loadPalette = () =>
  import("@/components/shell/command-palette").then((module) => module.CommandPalette);
const CommandPalette = dynamic(loadPalette, { ssr: false });

/** Opens the palette from anywhere. */
export function openPalette(): void {
  window.dispatchEvent(new Event(openEvent));
}

/** Fetches the palette's code ahead of its first use. */
export function preloadPalette(): void {
  void loadPalette();
}

/** Where the palette stands once ⌘K (or Ctrl K) is pressed; its code is fetched then. */
export function PaletteHost() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const open = () => setOpen(true);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener(openEvent, open);
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener(openEvent, open);
      window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
  return isOpen ? <CommandPalette onClose={() => setOpen(false)} /> : null;
}
