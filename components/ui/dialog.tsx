"use client";

import { X } from "lucide-react";
import { Close, Content, Description, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { cn } from "@/lib/cn";

type DialogProps = {
  title: string;
  description?: string;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
};

/** A question or a form above the page. It is mounted to open it; Escape, the scrim and the cross close it. */
export function Dialog({ title, description, onClose, wide, children }: DialogProps) {
  return (
    <Root open onOpenChange={(open) => !open && onClose()}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-x-4 top-[max(16px,8dvh)] z-50 mx-auto max-h-[84dvh] animate-appear overflow-y-auto rounded-md border border-line bg-surface p-5 shadow-float",
            wide ? "max-w-3xl" : "max-w-lg",
          )}
        >
          <div className="mb-4 flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <Title className="font-semibold text-base">{title}</Title>
              {description && (
                <Description className="mt-1 text-ink-muted text-table">{description}</Description>
              )}
            </div>
            <Close
              className={cn(buttonClass({ tone: "quiet", size: "icon" }), "-mt-1.5 -mr-1.5")}
              aria-label="Close"
            >
              <X aria-hidden className="size-4" />
            </Close>
          </div>
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
