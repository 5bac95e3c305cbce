"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { serverPaths, toDraft, toFields } from "@/components/mcp-servers/server-draft";
import { ServerFields } from "@/components/mcp-servers/server-fields";
import { useServerActs } from "@/components/mcp-servers/use-server-acts";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { readFailure } from "@/lib/failure";

/** Adds an MCP server, and leads to its page. */
export function NewServerDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { create } = useServerActs();
  const [draft, setDraft] = useState(() => toDraft(null));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(toFields(draft), { onSuccess: ({ id }) => router.push(`/tools/servers/${id}`) });
  };
  return (
    <Dialog
      title="New MCP server"
      description="A remote server whose tools personas can be given."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ServerFields
          draft={draft}
          server={null}
          issues={readFailure(create.error).issues}
          onDraft={(part) => setDraft({ ...draft, ...part })}
        />
        <FormError error={create.error} paths={serverPaths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={create.isPending}>
            {create.isPending ? "Connecting…" : "Add server"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
