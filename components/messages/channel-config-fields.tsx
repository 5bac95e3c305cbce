"use client";

import { type ChannelDraft, makeSecret } from "@/components/messages/channel-draft";
import { Field } from "@/components/shared/field";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

type ConfigFieldsProps = {
  draft: ChannelDraft;
  issues: Failure["issues"];
  onDraft: (part: Partial<ChannelDraft>) => void;
};

/** Where a channel leads to, as its type asks for it. */
export function ChannelConfigFields({ draft, issues, onDraft }: ConfigFieldsProps) {
  if (draft.channelType === "email")
    return (
      <Field
        label="Addresses"
        path="config.addresses"
        issues={issues}
        hint="One mail goes to all of them, through the mail server that SMTP_URL names"
      >
        {(control) => (
          <Textarea
            {...control}
            required
            placeholder="ada@example.com, grace@example.com"
            value={draft.addresses}
            onChange={(event) => onDraft({ addresses: event.target.value })}
            className="min-h-16"
          />
        )}
      </Field>
    );
  return (
    <>
      <Field
        label="URL"
        path="config.url"
        issues={issues}
        hint={
          draft.channelType === "slack"
            ? "In Slack: your app, Incoming webhooks, Add new webhook. It is stored encrypted and not shown again"
            : "Takes POST with JSON and answers with any 2xx. It is stored encrypted and not shown again"
        }
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder={
              draft.channelType === "slack"
                ? "https://hooks.slack.com/services/…"
                : "https://example.com/hooks/messages"
            }
            value={draft.url}
            onChange={(event) => onDraft({ url: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      {draft.channelType === "webhook" && <SecretField draft={draft} issues={issues} onDraft={onDraft} />}
    </>
  );
}

function SecretField({ draft, issues, onDraft }: ConfigFieldsProps) {
  return (
    <Field
      label="Secret"
      path="config.secret"
      issues={issues}
      hint="Signs each message by Standard Webhooks. Copy it before you save; leave it empty for none"
    >
      {(control) => (
        <span className="flex gap-2">
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            placeholder="whsec_…"
            value={draft.secret}
            onChange={(event) => onDraft({ secret: event.target.value })}
            className="font-mono"
          />
          <Button onClick={() => onDraft({ secret: makeSecret() })}>Make one</Button>
        </span>
      )}
    </Field>
  );
}
