"use client";

import type { FormEvent } from "react";
import { serverPaths, toDraft, toFields } from "@/components/mcp-servers/server-draft";
import { ServerFields } from "@/components/mcp-servers/server-fields";
import { useServerActs } from "@/components/mcp-servers/use-server-acts";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { ServerOutput } from "@/server/mcp-servers/schema";

/** Where a server is and how the hub signs in, to be changed. */
export function ServerForm({ server }: { server: ServerOutput }) {
  const { update } = useServerActs();
  const { draft, isDirty, change, discard, settle } = useDraft(toDraft(server));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { id: server.id, ...toFields(draft) },
      {
        onSuccess: () => {
          settle(draft);
          showToast({ tone: "success", text: "Server saved" });
        },
      },
    );
  };
  return (
    <Section title="Settings">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <ServerFields
          draft={draft}
          server={server}
          issues={readFailure(update.error).issues}
          onDraft={change}
        />
        <FormError error={update.error} paths={serverPaths} />
        <SaveBar act="Save server" isDirty={isDirty} isPending={update.isPending} onDiscard={discard} />
      </form>
    </Section>
  );
}
