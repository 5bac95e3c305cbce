"use client";

import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { Button } from "@/components/ui/button";
import { showToast } from "@/lib/toast";
import type { CredentialOutput } from "@/server/credentials/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Takes a credential out of the vault, after naming who loses it. */
export function CredentialActions({ credential }: { credential: CredentialOutput }) {
  const router = useRouter();
  const { remove } = useCredentialActs();
  const [isDeleting, setDeleting] = useState(false);
  const { id, name, personas } = credential;
  const confirm = () =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          showToast({ tone: "success", text: `${name} was deleted` });
          router.push("/credentials");
        },
      },
    );
  return (
    <>
      <Button onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden className="size-3.5" /> Delete
      </Button>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          act="Delete credential"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={confirm}
          onClose={() => setDeleting(false)}
        >
          {personas.length === 0
            ? "No persona has it. Its values are gone for good."
            : `${personas.map((persona) => persona.name).join(", ")} can no longer use it. Its values are gone for good.`}
        </ConfirmDialog>
      )}
    </>
  );
}
