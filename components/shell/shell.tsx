import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";
import { NavList } from "@/components/shell/nav-list";
import { NavSheetButton } from "@/components/shell/nav-sheet-button";
import { ShellControls } from "@/components/shell/shell-controls";
import { SignOutButton } from "@/components/shell/sign-out-button";
import type { Theme } from "@/lib/theme";

type ShellProps = { personName: string; workspaceName: string; theme: Theme; children: ReactNode };

/** The frame around every page: 216 px of navigation, icons under 1024, a sheet under 640. */
export function Shell({ personName, workspaceName, theme, children }: ShellProps) {
  return (
    <div className="relative flex min-h-dvh max-sm:flex-col">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <aside className="sticky top-0 flex h-dvh shrink-0 flex-col border-line border-r px-2 py-3 max-sm:hidden sm:w-14 lg:w-54 print:hidden">
        <Link
          href="/"
          title={workspaceName}
          className="mb-4 flex h-8 items-center gap-2.5 rounded-md px-2.5 font-semibold"
        >
          <Mark className="size-5 shrink-0" />
          <span className="truncate max-lg:sr-only">{workspaceName}</span>
        </Link>
        <nav aria-label="Main">
          <NavList isFolding />
        </nav>
        <div className="mt-auto flex items-center gap-1 lg:pl-3">
          <span className="min-w-0 flex-1 truncate text-ink-muted text-table max-lg:sr-only">
            {personName}
          </span>
          <SignOutButton />
        </div>
      </aside>
      <header className="flex h-12 items-center gap-2 border-line border-b pr-48 pl-2 sm:hidden print:hidden">
        <NavSheetButton />
        <Link href="/" className="flex h-8 min-w-0 items-center gap-2 font-semibold">
          <Mark className="size-5 shrink-0" />
          <span className="truncate">{workspaceName}</span>
        </Link>
      </header>
      <div className="absolute top-0 right-2 z-10 flex h-12 items-center sm:top-3 sm:right-6 sm:h-8 print:hidden">
        <ShellControls theme={theme} />
      </div>
      <main id="page" className="min-w-0 flex-1 px-6 pt-3 pb-12 [--shell-controls:18rem] max-sm:px-4">
        {children}
      </main>
    </div>
  );
}
