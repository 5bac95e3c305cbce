"use client";

import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type PaletteItemProps = {
  value: string;
  icon: LucideIcon;
  onSelect: () => void;
  /** Still what an earlier text found: shown, but not to be chosen. */
  isStale?: boolean;
  note?: string;
  children: ReactNode;
};

/** One line of the palette. */
export function PaletteItem({
  value,
  icon: Icon,
  onSelect,
  isStale = false,
  note,
  children,
}: PaletteItemProps) {
  return (
    <Command.Item
      // The palette chooses the first line when it comes, not when it is no longer stale.
      key={String(isStale)}
      value={value}
      onSelect={onSelect}
      disabled={isStale}
      className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-table data-[disabled=true]:cursor-default data-[selected=true]:bg-selected data-[disabled=true]:opacity-60"
    >
      <Icon aria-hidden className="size-3.5 shrink-0 text-ink-muted" />
      <span className="truncate">{children}</span>
      {note && (
        <span className="ml-auto truncate pl-3 font-mono text-code text-ink-muted max-sm:hidden">{note}</span>
      )}
    </Command.Item>
  );
}

/** The classes of a group and its heading. */
export const paletteGroupClass =
  "pb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-ink-muted [&_[cmdk-group-heading]]:text-label";
