"use client";

import type { KeyboardEvent } from "react";
import { cn } from "@/lib/cn";

export type Tab = { id: string; label: string; className?: string };
type TabListProps = { label: string; tabs: Tab[]; current: string; onTab: (id: string) => void };

/** Parts of a page that take turns. The arrow keys move between them; each controls the panel `panel-<id>`. */
export function TabList({ label, tabs, current, onTab }: TabListProps) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const shown = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")].filter(
      (tab) => tab.offsetParent,
    );
    const index = shown.findIndex((tab) => tab.matches(":focus"));
    const next = shown[(index + step + shown.length) % shown.length];
    next?.focus();
    next?.click();
  };
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={move}
      className="flex gap-4 overflow-x-auto shadow-[inset_0_-1px_var(--color-line)]"
    >
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`tab-${tab.id}`}
          aria-selected={tab.id === current}
          aria-controls={`panel-${tab.id}`}
          tabIndex={tab.id === current ? 0 : -1}
          onClick={() => onTab(tab.id)}
          className={cn(tabClass(tab.id === current), tab.className)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** The look of a tab, for links between pages that stand side by side as well. */
export function tabClass(isCurrent: boolean): string {
  return cn(
    "h-9.25 shrink-0 whitespace-nowrap border-b-2 px-0.5 pointer-coarse:h-11",
    "-outline-offset-2 hover:text-ink",
    isCurrent ? "border-ink font-semibold text-ink" : "border-transparent text-ink-muted",
  );
}
