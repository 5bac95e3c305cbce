"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { tabClass } from "@/components/shared/tab-list";
import { cn } from "@/lib/cn";

/** `isCurrent` for places with pages of their own beneath; without it the path must be the link's. */
export type LinkTab = { href: string; label: string; isCurrent?: (pathname: string) => boolean };

/** Pages that stand side by side under one head. `label` names them for readers. */
export function LinkTabs({ label, tabs }: { label: string; tabs: LinkTab[] }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label={label}
      className="-mt-3 mb-5 flex gap-4 overflow-x-auto shadow-[inset_0_-1px_var(--color-line)] print:hidden"
    >
      {tabs.map((tab) => {
        const isCurrent = tab.isCurrent?.(pathname) ?? pathname === tab.href;
        return (
          <Link
            key={tab.href}
            href={tab.href}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(tabClass(isCurrent), "flex items-center")}
          >
            {tab.label}
          </Link>
        );
      })}
    </nav>
  );
}
