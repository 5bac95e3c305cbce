"use client";

import { X } from "lucide-react";
import { Close, Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { useFocusReturn } from "@/components/ui/use-focus-return";
import { cn } from "@/lib/cn";

type DialogProps = {
  title: string;
  description?: string;
  onClose: () => void;
  children: ReactNode;
};

/** A question or a form above the page. It is mounted to open it; Escape, the scrim and the cross close it. */
export function Dialog({ title, description, onClose, children }: DialogProps) {
  const focus = useFocusReturn();
  return (
    <Root open onOpenChange={(open) => !open && onClose()}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Content
          {...focus}
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed inset-x-4 top-[max(16px,8dvh)] z-50 mx-auto max-h-[84dvh] max-w-lg animate-appear overflow-y-auto rounded-md border border-line bg-surface p-5 shadow-float"
        >
          <div className="mb-4 pr-10">
            <Title className="font-semibold text-base">{title}</Title>
            {description && (
              <Description className="mt-1 text-ink-muted text-table">{description}</Description>
            )}
          </div>
          {children}
          {/* Last, so that a dialog opens with its first field, or its Cancel, in focus. */}
          <Close
            className={cn(buttonClass({ tone: "quiet", size: "icon" }), "absolute top-3.5 right-3.5")}
            aria-label="Close"
          >
            <X aria-hidden className="size-4" />
          </Close>
        </Content>
      </Portal>
    </Root>
  );
}
