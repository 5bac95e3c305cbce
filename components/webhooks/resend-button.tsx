"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/trpc";
import type { DeliveryOutput } from "@/server/webhooks/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Sends a delivery again, after asking: replays what was accepted, lets in what was not. */
export function ResendButton({ delivery }: { delivery: DeliveryOutput }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  /** One key for each time the question is put, so that a second click sends nothing twice. */
  const [key, setKey] = useState<string | null>(null);
  const resend = useMutation(
    trpc.webhooks.resendDelivery.mutationOptions({
      onSuccess: (event) => {
        void queries.invalidateQueries(trpc.webhooks.pathFilter());
        void queries.invalidateQueries(trpc.events.pathFilter());
        router.push(`/events/${event.id}`);
      },
    }),
  );
  const isAccepted = delivery.status === "accepted";
  if (isAccepted && delivery.eventType === null) return null;
  const act = isAccepted ? "Resend" : "Let in";
  const ask = () => {
    resend.reset();
    setKey(`page-${Date.now()}-${Math.random()}`);
  };
  return (
    <>
      <Button onClick={ask}>
        <RotateCw aria-hidden className="size-3.5" /> {act}
      </Button>
      {key && (
        <ConfirmDialog
          title={isAccepted ? "Resend this delivery?" : "Let this delivery in?"}
          act={isAccepted ? "Resend delivery" : "Let delivery in"}
          isPending={resend.isPending}
          error={resend.error}
          onConfirm={() => resend.mutate({ id: delivery.id, key })}
          onClose={() => setKey(null)}
        >
          {isAccepted
            ? "Its event is replayed: every persona that listens reacts to it once more."
            : "Nobody vouches for what it says: its sender was not verified. Personas that listen react to it as to any other, and the log says that you let it in."}
        </ConfirmDialog>
      )}
    </>
  );
}
