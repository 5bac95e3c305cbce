"use client";

import { TriangleAlert } from "lucide-react";
import { CopyButton } from "@/components/shared/copy-button";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";

/** A part that could not be had: what happened, a retry, and the id to quote. The rest of the page stays usable. */
export function ErrorState({ what, error, onRetry }: { what: string; error: unknown; onRetry?: () => void }) {
  const failure = readFailure(error);
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-12 text-center">
      <TriangleAlert aria-hidden className="mb-2 size-5 text-failed" strokeWidth={1.5} />
      <p className="font-semibold">{what} could not be loaded</p>
      <p className="max-w-md text-ink-muted text-table">{failure.message}</p>
      {failure.requestId && <RequestId id={failure.requestId} />}
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** The id of a failed request, to quote when asking about it. */
export function RequestId({ id }: { id: string }) {
  return (
    <span className="inline-flex items-center gap-1 text-ink-muted text-label">
      Request <code className="font-mono text-code">{id}</code>
      <CopyButton text={id} what="request id" />
    </span>
  );
}
