"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const NewMemoryDialog = dynamic(
  () => import("@/components/memories/new-memory-dialog").then((module) => module.NewMemoryDialog),
  { ssr: false },
);

type NewMemoryButtonProps = { personaId: string | null; isPrimary?: boolean };

/** Opens the dialog that has a persona remember something. */
export function NewMemoryButton({ personaId, isPrimary = false }: NewMemoryButtonProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button tone={isPrimary ? "primary" : "plain"} onClick={() => setOpen(true)}>
        New memory
      </Button>
      {isOpen && <NewMemoryDialog personaId={personaId} onClose={() => setOpen(false)} />}
    </>
  );
}
