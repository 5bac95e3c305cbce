"use client";

import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useServerActs } from "@/components/mcp-servers/use-server-acts";
import { Button } from "@/components/ui/button";
import type { ServerOutput } from "@/server/mcp-servers/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Deletes an MCP server, once asked. */
export function DeleteServer({ server }: { server: ServerOutput }) {
  const router = useRouter();
  const { remove } = useServerActs();
  const [isDeleting, setDeleting] = useState(false);
  const { id, name } = server;
  return (
    <>
      <Button onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden className="size-3.5" /> Delete
      </Button>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete the MCP server ${name}?`}
          act="Delete server"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id }, { onSuccess: () => router.push("/tools/servers") })}
          onClose={() => setDeleting(false)}
        >
          Personas no longer hold its tools, and what the hub signs in with is forgotten.
        </ConfirmDialog>
      )}
    </>
  );
}
