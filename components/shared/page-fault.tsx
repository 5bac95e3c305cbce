"use client";

import { TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { CopyButton } from "@/components/shared/copy-button";
import { Button } from "@/components/ui/button";

/** A page that failed while it was drawn. The server keeps its own account under the digest. */
export function PageFault({ error, onRetry }: { error: Error & { digest?: string }; onRetry: () => void }) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      onRetry();
    });
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-16 text-center">
      <TriangleAlert aria-hidden className="mb-2 size-5 text-failed" strokeWidth={1.5} />
      <h1 className="font-semibold">This page could not be drawn</h1>
      <p className="max-w-md text-ink-muted text-table">
        Something went wrong while it was put together. Nothing was changed. Try again; if it stays, the id
        below finds the cause in the hub's log.
      </p>
      {error.digest && (
        <p className="inline-flex items-center gap-1 text-ink-muted text-label">
          Fault <code className="font-mono text-code">{error.digest}</code>
          <CopyButton text={error.digest} what="fault id" />
        </p>
      )}
      <Button className="mt-3" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}
