"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";

/** It counts every sealed value, and changes with a restart or a rotation alone. */
const freshMs = 60_000;

/** Says that values are still sealed with an older master key, with the way to what to do. Nothing while all is well. */
export function KeysNotice() {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.credentials.keys.queryOptions(), staleTime: freshMs });
  if (!data || data.staleCount === 0) return null;
  const isRunning = data.rotation?.status === "running";
  const values = data.staleCount === 1 ? "1 value is" : `${formatCount(data.staleCount)} values are`;
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-waiting-tint px-3 py-2 text-table">
      <CircleAlert aria-hidden className="size-3.5 shrink-0 text-waiting" />
      <p className="min-w-0 flex-1 basis-48">
        {isRunning ? "A rotation is under way: " : ""}
        {values} not sealed with the active master key yet.
      </p>
      <ButtonLink href="/settings/keys">Open master keys</ButtonLink>
    </div>
  );
}
