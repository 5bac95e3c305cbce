"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRotation } from "@/components/credentials/key-rotation";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { ErrorState } from "@/components/shared/error-state";
import { Figure } from "@/components/shared/figures";
import { PageHeader } from "@/components/shared/page-header";
import { Section } from "@/components/shared/section";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { KeysOutput } from "@/server/credentials/schema";

/** The master keys, what each seals, and the rotation from one to the next. */
export function KeysPage() {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.credentials.keys.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.rotation?.status === "running" ? 1_000 : false),
  });
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      {query.data ? (
        <div className="flex max-w-2xl flex-col gap-8">
          <KeyList keys={query.data} />
          <KeyRotation keys={query.data} />
        </div>
      ) : query.error ? (
        <ErrorState what="Master keys" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton className="h-24 w-full max-w-2xl" />
      )}
    </>
  );
}

function KeyList({ keys: { keys, activeKeyId } }: { keys: KeysOutput }) {
  return (
    <Section title="Master keys" note="MASTER_KEYS, the first is active">
      <ul className="text-table">
        {keys.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2">
            <span className="min-w-0 flex-1 basis-32 break-all font-mono text-code">
              {key.id || "unknown"}
            </span>
            <span className={key.isInRing ? "text-ink-muted" : "text-failed"}>
              {describeKey(key, activeKeyId)}
            </span>
            <span className="w-28 text-right">
              <Figure>{key.valueCount === 1 ? "1 value" : `${formatCount(key.valueCount)} values`}</Figure>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function describeKey({ id, isInRing, valueCount }: KeysOutput["keys"][number], activeKeyId: string): string {
  if (!isInRing) return "Missing: its values cannot be opened";
  if (id === activeKeyId) return "Active";
  return valueCount === 0 ? "Not needed any more" : "Opens older values";
}
