"use client";

import { Search } from "lucide-react";
import { LiveIndicator } from "@/components/shell/live-indicator";
import { openPalette, preloadPalette } from "@/components/shell/palette-host";
import { ShortcutHint } from "@/components/shell/shortcut-hint";
import { ThemeButton } from "@/components/shell/theme-button";
import { Button } from "@/components/ui/button";
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
        <span className="flex ml-0.5 w-14 justify-center max-md:hidden">
          <ShortcutHint />
        </span>
      </Button>
      <ThemeButton initial={theme} />
    </div>
  );
}
