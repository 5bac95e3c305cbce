"use client";

import { Search } from "lucide-react";
import { LiveIndicator } from "@/components/shell/live-indicator";
import { openPalette, preloadPalette } from "@/components/shell/palette-host";
import { ThemeButton } from "@/components/shell/theme-button";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { Theme } from "@/lib/theme";

/** What every page offers at its top right: find, whether it is live, the theme. */
export function ShellControls({ theme }: { theme: Theme }) {
  return (
    <div className="flex items-center gap-1">
      <LiveIndicator />
      <Button
        tone="quiet"
        onClick={openPalette}
        onPointerEnter={preloadPalette}
        onFocus={preloadPalette}
        aria-label="Find or do (Ctrl K)"
        title="Find or do"
        className="px-2"
      >
        <Search aria-hidden className="size-4" />
        <span className="max-md:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </Button>
      <ThemeButton initial={theme} />
    </div>
  );
}
