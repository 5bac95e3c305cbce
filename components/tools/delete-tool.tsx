"use client";

import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useToolActs } from "@/components/tools/use-tool-acts";
import { Button } from "@/components/ui/button";
import type { DefinitionOutput } from "@/server/tools/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Deletes a tool definition, once asked. */
export function DeleteTool({ tool }: { tool: DefinitionOutput }) {
  const router = useRouter();
  const { remove } = useToolActs();
  const [isDeleting, setDeleting] = useState(false);
  const { id, name, personaCount } = tool;
  return (
    <>
      <Button onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden className="size-3.5" /> Delete
      </Button>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete the tool ${name}?`}
          act="Delete tool"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id }, { onSuccess: () => router.push("/tools") })}
          onClose={() => setDeleting(false)}
        >
          {personaCount === 0
            ? "No persona holds it."
            : `${personaCount === 1 ? "One persona holds it and" : `${personaCount} personas hold it and`} can no longer use it.`}
        </ConfirmDialog>
      )}
    </>
  );
}
