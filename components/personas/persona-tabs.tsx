"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { tabClass } from "@/components/shared/tab-list";
import { cn } from "@/lib/cn";

const tabs = [
  { path: "", label: "Prompt" },
  { path: "/tools", label: "Tools" },
  { path: "/credentials", label: "Credentials" },
  { path: "/listens-to", label: "Listens to" },
  { path: "/executions", label: "Executions" },
  { path: "/memory", label: "Memory" },
  { path: "/versions", label: "Versions" },
  { path: "/settings", label: "Settings" },
];

/** The pages of a persona, side by side. */
export function PersonaTabs({ personaId }: { personaId: string }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Persona"
      className="-mt-3 flex gap-4 overflow-x-auto shadow-[inset_0_-1px_var(--color-line)]"
    >
      {tabs.map(({ path, label }) => {
        const href = `/personas/${personaId}${path}`;
        const isCurrent = pathname === href;
        return (
          <Link
            key={path}
            href={href}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(tabClass(isCurrent), "flex items-center")}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
