"use client";

import { CirclePause, CirclePlay, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useWorkerActs } from "@/components/workers/use-worker-acts";
import type { WorkerOutput } from "@/server/workers/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** What can be done with the whole of a worker. */
export function WorkerActions({ worker }: { worker: WorkerOutput }) {
  const router = useRouter();
  const { drain, resume, remove } = useWorkerActs();
  const [isRemoving, setRemoving] = useState(false);
  const { id, name, isDraining, executions } = worker;
  return (
    <>
      {isDraining ? (
        <Button disabled={resume.isPending} onClick={() => resume.mutate({ id })}>
          <CirclePlay aria-hidden className="size-3.5" /> Resume
        </Button>
      ) : (
        <Button disabled={drain.isPending} onClick={() => drain.mutate({ id })}>
          <CirclePause aria-hidden className="size-3.5" /> Drain
        </Button>
      )}
      <Button onClick={() => setRemoving(true)}>
        <Trash2 aria-hidden className="size-3.5" /> Remove
      </Button>
      {isRemoving && (
        <ConfirmDialog
          title={`Remove the worker ${name}?`}
          act="Remove worker"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id }, { onSuccess: () => router.push("/workers") })}
          onClose={() => setRemoving(false)}
        >
          {executions.length > 0
            ? `The ${executions.length === 1 ? "execution" : `${executions.length} executions`} it runs will be started over on another worker. `
            : ""}
          Its process is told to stop. Started again, it comes back.
        </ConfirmDialog>
      )}
    </>
  );
}
