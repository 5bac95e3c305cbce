"use client";

import type { ReactNode } from "react";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

type ConfirmDialogProps = {
  /** The act and the thing: "Delete Release Scribe?" */
  title: string;
  /** The act alone, on the button: "Delete persona". */
  act: string;
  /** "primary" for what is large rather than lossy. */
  tone?: "danger" | "primary";
  children: ReactNode;
  isPending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before what cannot be taken back. Cancel holds the focus. */
export function ConfirmDialog({
  title,
  act,
  tone = "danger",
  children,
  isPending,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <div className="text-ink-muted">{children}</div>
        <FormError error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button tone={tone} disabled={isPending} onClick={onConfirm}>
            {act}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
