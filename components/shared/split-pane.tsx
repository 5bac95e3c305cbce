"use client";

import { ExternalLink, X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { cn } from "@/lib/cn";

type SplitPaneProps = {
  /** What the right side shows, for readers: "Event". */
  label: string;
  /** The page of its own that the right side has. */
  href: string;
  /** The right side; null while nothing is opened. */
  detail: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/** A list with one of its rows opened beside it, on screens of 1280 px and more. Escape closes. */
export function SplitPane({ label, href, detail, onClose, children }: SplitPaneProps) {
  const isOpen = detail !== null;
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isInDialog = document.querySelector("[role=dialog]") !== null;
      if (event.key === "Escape" && !event.defaultPrevented && !isInDialog) onClose();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOpen, onClose]);
  return (
    <div className={cn(isOpen && "xl:grid xl:grid-cols-2 xl:gap-6")}>
      <div className="min-w-0">{children}</div>
      {isOpen && (
        <aside
          aria-label={label}
          className="sticky top-0 max-h-dvh animate-appear self-start overflow-y-auto border-line border-l pt-1 pr-1 pb-8 pl-6 max-xl:hidden"
        >
          <div className="float-right -mt-0.5 ml-2 flex">
            <ButtonLink
              tone="quiet"
              size="icon"
              href={href}
              aria-label="Open as a page"
              title="Open as a page"
            >
              <ExternalLink aria-hidden className="size-4" />
            </ButtonLink>
            <Button tone="quiet" size="icon" onClick={onClose} aria-label="Close" title="Close (Esc)">
              <X aria-hidden className="size-4" />
            </Button>
          </div>
          {detail}
        </aside>
      )}
    </div>
  );
}

/** Whether the screen is wide enough to open a row beside its list; otherwise its link is followed. */
export function isWideEnough(): boolean {
  return window.matchMedia("(min-width: 80rem)").matches;
}
