"use client";

import { OauthFields } from "@/components/mcp-servers/oauth-fields";
import type { ServerDraft, ServerFieldsProps } from "@/components/mcp-servers/server-draft";
import { Field } from "@/components/shared/field";
import { Input, Select, Textarea } from "@/components/ui/input";

/** Where a server is, how the hub signs in, and which of its tools are offered. */
export function ServerFields(props: ServerFieldsProps) {
  const { draft, server, issues, onDraft } = props;
  return (
    <>
      <Field label="Name" path="name" issues={issues} hint="Stands before its tools: mcp__name__tool">
        {(control) => (
          <Input
            {...control}
            required
            autoComplete="off"
            spellCheck={false}
            value={draft.name}
            onChange={(event) => onDraft({ name: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <Field label="URL" path="url" issues={issues} hint="Its Streamable HTTP endpoint">
        {(control) => (
          <Input
            {...control}
            type="url"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="https://mcp.example.com/mcp"
            value={draft.url}
            onChange={(event) => onDraft({ url: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <Field label="Sign-in" path="authType" issues={issues}>
        {(control) => (
          <Select
            {...control}
            value={draft.authType}
            onChange={(event) => onDraft({ authType: event.target.value as ServerDraft["authType"] })}
          >
            <option value="none">None</option>
            <option value="bearer">Bearer token</option>
            <option value="oauth">OAuth, by a person</option>
          </Select>
        )}
      </Field>
      {draft.authType === "bearer" && (
        <Field
          label="Bearer token"
          path="bearerToken"
          issues={issues}
          hint={
            server?.bearerToken
              ? "One is stored; enter another to replace it"
              : "Stored encrypted, never shown"
          }
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              value={draft.bearerToken}
              onChange={(event) => onDraft({ bearerToken: event.target.value })}
              className="font-mono"
            />
          )}
        </Field>
      )}
      {draft.authType === "oauth" && <OauthFields {...props} />}
      <Field
        label="Tools offered"
        path="toolFilter"
        issues={issues}
        hint="One name or pattern a line, such as list_*; empty offers all"
      >
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            value={draft.toolFilter}
            onChange={(event) => onDraft({ toolFilter: event.target.value })}
            className="min-h-16 font-mono text-code"
          />
        )}
      </Field>
    </>
  );
}
