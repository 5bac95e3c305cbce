"use client";

import { Moon, Sun, SunMoon } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { applyTheme, type Theme, themes } from "@/lib/theme";

const icons = { system: SunMoon, light: Sun, dark: Moon };

/** Steps through the themes: the system's, light, dark. */
export function ThemeButton({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const Icon = icons[theme];
  const step = () => {
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
    setTheme(next);
    void applyTheme(next);
  };
  return (
    <Button tone="quiet" size="icon" onClick={step} aria-label={`Theme: ${theme}`} title={`Theme: ${theme}`}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
