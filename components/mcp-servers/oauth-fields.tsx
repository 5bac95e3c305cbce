"use client";

import type { ServerFieldsProps } from "@/components/mcp-servers/server-draft";
import { Field } from "@/components/shared/field";
import { Input } from "@/components/ui/input";

/** A client that an authorization server knows already. Most register the hub by themselves, so that all may stay empty. */
export function OauthFields({ draft, server, issues, onDraft }: ServerFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Client id"
        path="oauthClientId"
        issues={issues}
        hint="Only when the server registers nobody by itself"
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            value={draft.oauthClientId}
            onChange={(event) => onDraft({ oauthClientId: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <Field
        label="Client secret"
        path="oauthClientSecret"
        issues={issues}
        hint={server?.oauthClientSecret ? "One is stored" : "Only with such a client id"}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="off"
            value={draft.oauthClientSecret}
            onChange={(event) => onDraft({ oauthClientSecret: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <Field
        label="Scope"
        path="oauthScope"
        issues={issues}
        hint="Empty asks for what the server says"
        className="sm:col-span-2"
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            value={draft.oauthScope}
            onChange={(event) => onDraft({ oauthScope: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
    </div>
  );
}
