"use client";

import { useRef } from "react";
import { Field } from "@/components/shared/field";
import { RotateDialog } from "@/components/shared/rotate-dialog";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import type { ReceiverOutput } from "@/server/webhooks/schema";

type SecretDialogProps = {
  receiver: ReceiverOutput;
  isPending: boolean;
  error: unknown;
  onConfirm: (input: { overlapMs: number; secret: string }) => void;
  onClose: () => void;
};

/** Asks for a receiver's new secret: the sender's own, or none, and the hub makes one. */
export function SecretDialog({ receiver, isPending, error, onConfirm, onClose }: SecretDialogProps) {
  const input = useRef<HTMLInputElement>(null);
  const isTheirs = receiver.provider === "slack" || receiver.provider === "stripe";
  return (
    <RotateDialog
      title={`New secret for ${receiver.label}`}
      isPending={isPending}
      error={error}
      onConfirm={(overlapMs) => onConfirm({ overlapMs, secret: input.current?.value.trim() ?? "" })}
      onClose={onClose}
    >
      <Field
        label="Secret"
        path="secret"
        issues={readFailure(error).issues}
        hint={
          isTheirs
            ? `The one that ${receiver.label} shows. Stored sealed, never shown again.`
            : "Empty: the hub makes one. Stored sealed, never shown again."
        }
      >
        {(control) => (
          <Input
            {...control}
            ref={input}
            type="password"
            required={isTheirs}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
    </RotateDialog>
  );
}
