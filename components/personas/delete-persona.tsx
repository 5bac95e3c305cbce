"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput } from "@/server/personas/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Takes a persona out of the hub, after asking. */
export function DeletePersona({ persona }: { persona: PersonaOutput }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation(
    trpc.personas.delete.mutationOptions({
      onSuccess: () => {
        showToast({ tone: "success", text: `${persona.name} was deleted` });
        router.replace("/personas");
        void queries.invalidateQueries(trpc.personas.list.pathFilter());
      },
    }),
  );
  return (
    <Section title="Delete">
      <div className="flex flex-col items-start gap-3 pt-3">
        <p className="text-ink-muted">
          What it runs is cancelled and it stops listening. What it has done stays.
        </p>
        <Button onClick={() => setAsking(true)}>Delete persona</Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${persona.name}?`}
          act="Delete persona"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id: persona.id })}
          onClose={() => setAsking(false)}
        >
          Its prompt, its subscriptions and its webhook are gone for good. Executions it is running are
          cancelled; past ones stay.
        </ConfirmDialog>
      )}
    </Section>
  );
}
