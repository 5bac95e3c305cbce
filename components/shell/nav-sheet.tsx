"use client";

import { X } from "lucide-react";
import { Close, Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { NavList } from "@/components/shell/nav-list";
import { buttonClass } from "@/components/ui/button";
import { useFocusReturn } from "@/components/ui/use-focus-return";

/** The navigation above the page, for narrow screens. */
export function NavSheet({ onClose }: { onClose: () => void }) {
  const focus = useFocusReturn();
  return (
    <Root open onOpenChange={(open) => !open && onClose()}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Content
          {...focus}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-64 animate-appear overflow-y-auto border-line border-r bg-paper p-3 shadow-float"
        >
          <div className="mb-2 flex items-center justify-between pl-3">
            <Title className="font-semibold">Ensemble</Title>
            <Close className={buttonClass({ tone: "quiet", size: "icon" })} aria-label="Close navigation">
              <X aria-hidden className="size-4" />
            </Close>
          </div>
          <nav aria-label="Main">
            <NavList onGo={onClose} />
          </nav>
        </Content>
      </Portal>
    </Root>
  );
}
