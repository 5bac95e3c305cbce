"use client";

import { CircleAlert } from "lucide-react";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { RelativeTime } from "@/components/shared/relative-time";
import { Button } from "@/components/ui/button";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** Why the hub disabled an endpoint, with the way back, or since when nothing got through. Nothing while all is well. */
export function EndpointNote({ endpoint }: { endpoint: EndpointOutput }) {
  const { update } = useEndpointActs();
  const { id, enabled, disabledReason, failingSince } = endpoint;
  if (enabled ? failingSince === null : disabledReason === null) return null;
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-waiting-tint px-3 py-2 text-table">
      <CircleAlert aria-hidden className="size-3.5 shrink-0 text-waiting" />
      <p className="min-w-0 flex-1 basis-48 break-words">
        {enabled && failingSince ? (
          <>
            The first failure since the last success was <RelativeTime at={failingSince} />. Attempts go on;
            after five days without a success the endpoint is disabled.
          </>
        ) : (
          `Disabled by the hub: ${disabledReason}`
        )}
      </p>
      {!enabled && (
        <Button disabled={update.isPending} onClick={() => update.mutate({ id, enabled: true })}>
          Enable again
        </Button>
      )}
    </div>
  );
}
