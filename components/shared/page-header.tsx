import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

type PageHeaderProps = {
  title: ReactNode;
  back?: { href: string; label: string };
  actions?: ReactNode;
  children?: ReactNode;
};

/** The head of a page: the way back, its name, and what can be done with the whole of it. */
export function PageHeader({ title, back, actions, children }: PageHeaderProps) {
  return (
    <header className="mb-5 flex flex-col gap-2 border-line border-b pb-3">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 sm:pr-(--shell-controls)">
        <div className="flex min-w-0 flex-1 basis-32 items-center gap-1">
          {back && (
            <Link
              href={back.href}
              aria-label={`Back to ${back.label}`}
              title={`Back to ${back.label}`}
              className="-ml-2 grid size-8 shrink-0 place-items-center rounded-md text-ink-muted hover:bg-hover hover:text-ink pointer-coarse:size-11"
            >
              <ChevronLeft aria-hidden className="size-4" />
            </Link>
          )}
          <h1 className="min-w-0 truncate font-semibold text-title">{title}</h1>
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </header>
  );
}
