"use client";

import { useQuery } from "@tanstack/react-query";
import { MemoryForm } from "@/components/memories/memory-form";
import { ErrorState } from "@/components/shared/error-state";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** One memory: whose it is, where it came from, and its words to be changed. */
export function MemoryDialog({ memoryId, onClose }: { memoryId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.memories.get.queryOptions({ id: memoryId }));
  return (
    <Dialog title="Memory" onClose={onClose}>
      {query.data ? (
        <MemoryForm key={query.data.id} memory={query.data} onClose={onClose} />
      ) : query.error ? (
        <ErrorState what="The memory" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton className="h-80 w-full" />
      )}
    </Dialog>
  );
}
