"use client";

import { DualTime, useViewerZone } from "@/components/shared/dual-time";
import { Figure } from "@/components/shared/figures";
import { formatExact } from "@/lib/dates";

/** A planned time on the viewer's clock and on the trigger's own; to the second where no clock counts (an interval). */
export function PlannedTime({ at, zone }: { at: string; zone: string | null }) {
  const viewerZone = useViewerZone();
  if (zone !== null) return <DualTime at={at} zone={zone} />;
  return (
    <time dateTime={at} title={`Your time (${viewerZone})`}>
      <Figure>{formatExact(Date.parse(at), viewerZone)}</Figure>
    </time>
  );
}
