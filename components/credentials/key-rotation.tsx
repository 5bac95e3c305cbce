"use client";

import { KeySquare } from "lucide-react";
import { RotationFailures } from "@/components/credentials/rotation-failures";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { FormError } from "@/components/shared/form-error";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format";
import type { KeysOutput, RotationOutput } from "@/server/credentials/schema";

/** Seals every stored value anew with the active key, and shows how far that is. */
export function KeyRotation({ keys: { staleCount, activeKeyId, rotation } }: { keys: KeysOutput }) {
  const { rotate } = useCredentialActs();
  const isRunning = rotation?.status === "running";
  return (
    <Section title="Rotation">
      <div className="flex flex-col items-start gap-4 pt-3">
        <p className="max-w-[72ch] text-ink-muted">
          {staleCount === 0
            ? "Every stored value is sealed with the active key. To rotate, put a new key first in MASTER_KEYS, keep the old one behind it, and restart."
            : `${formatCount(staleCount)} stored ${staleCount === 1 ? "value waits" : "values wait"} to be sealed anew with the key ${activeKeyId}. The hub goes on meanwhile; the older key can go once nothing needs it.`}
        </p>
        {staleCount > 0 && !isRunning && (
          <Button tone="primary" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
            <KeySquare aria-hidden className="size-3.5" /> Start rotation
          </Button>
        )}
        <FormError error={rotate.error} />
        {rotation && <Progress rotation={rotation} />}
        {rotation && rotation.failures.length > 0 && <RotationFailures rotation={rotation} />}
      </div>
    </Section>
  );
}

function Progress({ rotation }: { rotation: RotationOutput }) {
  const { status, keyId, doneCount, totalCount, failedCount, startedAt, completedAt } = rotation;
  const most = Math.max(totalCount, doneCount, 1);
  return (
    <div className="flex w-full flex-col gap-2 text-table">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusBadge kind="rotation" status={status} />
        <span>
          to <code className="font-mono text-code">{keyId}</code>
        </span>
        <span className="text-ink-muted">
          {completedAt ? "ended" : "began"} <RelativeTime at={completedAt ?? startedAt} />
        </span>
        <span className="ml-auto tabular-nums">
          {formatCount(doneCount)} of {formatCount(totalCount)}
          {failedCount > 0 && `, ${formatCount(failedCount)} could not be opened`}
        </span>
      </div>
      <progress
        aria-label="Values sealed anew"
        value={status === "completed" ? most : doneCount}
        max={most}
        className="h-1.5 w-full accent-ink"
      />
    </div>
  );
}
