"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SignInForm } from "@/components/connection/sign-in-form";
import { SignInState } from "@/components/connection/sign-in-state";
import { useSignInActs } from "@/components/connection/use-sign-in-acts";
import { ErrorState } from "@/components/shared/error-state";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** The other way to Claude, beside a key: a person signs in there and agrees. */
export function ClaudeSignIn() {
  const trpc = useTRPC();
  const status = useQuery(trpc.connection.status.queryOptions());
  const { begin } = useSignInActs();
  const [isOpen, setOpen] = useState(false);
  if (status.error && !status.data)
    return <ErrorState what="The sign-in" error={status.error} onRetry={() => void status.refetch()} />;
  if (!status.data) return <Skeleton className="h-16 w-full" />;
  const { connected, setup } = status.data;
  const start = () => begin.mutate(undefined, { onSuccess: () => setOpen(true) });
  const close = () => {
    setOpen(false);
    begin.reset();
  };
  return (
    <div className="flex flex-col gap-3 border-line border-t pt-4">
      <SignInState status={status.data} />
      {isOpen && begin.data ? (
        <SignInForm begun={begin.data} onClose={close} />
      ) : (
        <div>
          <Button onClick={start} disabled={setup !== null || begin.isPending}>
            {connected ? "Sign in again" : "Sign in with Claude"}
          </Button>
        </div>
      )}
      {setup && <p className="text-ink-muted text-table">{setup}</p>}
      <FormError error={begin.error} />
    </div>
  );
}
