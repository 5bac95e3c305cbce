"use client";

import type { FormEvent } from "react";
import { ChannelConfigFields } from "@/components/messages/channel-config-fields";
import { toConfig, toDraft, toFields } from "@/components/messages/channel-draft";
import { ChannelWantsFields } from "@/components/messages/channel-wants-fields";
import { channelTypeWords } from "@/components/messages/channel-words";
import { useChannelActs } from "@/components/messages/use-channel-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { useDraft } from "@/components/shared/use-draft";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { ChannelOutput } from "@/server/messages/schema";

const paths = ["name", "minPriority", "personaIds", "config.url", "config.secret", "config.addresses"];

/** Adds a channel, or changes one; its address stays unless another is given. */
export function ChannelDialog({ channel, onClose }: { channel: ChannelOutput | null; onClose: () => void }) {
  const { create, update } = useChannelActs();
  const { draft, change } = useDraft(toDraft(channel));
  const save = channel ? update : create;
  const { issues } = readFailure(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const config = draft.hasConfig ? { config: toConfig(draft) } : {};
    const onSuccess = () => {
      showToast({ tone: "success", text: channel ? "Channel saved" : `${draft.name.trim()} is set up` });
      onClose();
    };
    if (channel) update.mutate({ id: channel.id, ...toFields(draft), ...config }, { onSuccess });
    else
      create.mutate(
        { ...toFields(draft), channelType: draft.channelType, config: toConfig(draft) },
        { onSuccess },
      );
  };
  return (
    <Dialog
      title={channel ? `Change ${channel.name}` : "New channel"}
      description="Where messages go besides the inbox."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" path="name" issues={issues}>
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        {channel === null && (
          <Segments
            label="Type"
            value={draft.channelType}
            onValue={(channelType) => change({ channelType })}
            options={[
              { value: "slack", label: channelTypeWords.slack },
              { value: "webhook", label: channelTypeWords.webhook },
              { value: "email", label: channelTypeWords.email },
            ]}
          />
        )}
        {draft.hasConfig ? (
          <ChannelConfigFields draft={draft} issues={issues} onDraft={change} />
        ) : (
          <div className="flex flex-wrap items-center gap-3 text-table">
            <span className="min-w-0 break-all text-ink-muted">Leads to {channel?.hint}</span>
            <Button onClick={() => change({ hasConfig: true })}>Enter another address</Button>
          </div>
        )}
        <ChannelWantsFields draft={draft} issues={issues} onDraft={change} />
        <FormError error={save.error} paths={paths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            disabled={save.isPending || draft.personaIds?.length === 0}
            title={draft.personaIds?.length === 0 ? "Choose at least one persona" : undefined}
          >
            {channel ? "Save channel" : "Create channel"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
