"use client";

import { useSyncExternalStore } from "react";
import { useTimeZone } from "@/components/shared/clock";
import { Figure } from "@/components/shared/figures";
import { formatMoment } from "@/lib/dates";

/** A moment (ISO) on the viewer's clock and, when that reads differently, on the clock of `zone`. */
export function DualTime({ at, zone }: { at: string; zone: string }) {
  const viewerZone = useViewerZone();
  const moment = Date.parse(at);
  const here = formatMoment(moment, viewerZone);
  const there = formatMoment(moment, zone);
  return (
    <time dateTime={at} className="inline-flex flex-wrap items-baseline gap-x-3">
      <span title={`Your time (${viewerZone})`}>
        <Figure>{here}</Figure>
      </span>
      {here !== there && (
        <span className="text-ink-muted" title={zone}>
          <Figure>{there}</Figure> {nameZone(zone)}
        </span>
      )}
    </time>
  );
}

/** The time zone of the machine one looks at; the workspace's until the page is hydrated. */
export function useViewerZone(): string {
  const workspaceZone = useTimeZone();
  return useSyncExternalStore(
    neverChanges,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => workspaceZone,
  );
}

/** "America/New_York" → "New York" */
function nameZone(zone: string): string {
  return zone.replace(/^.*\//, "").replaceAll("_", " ");
}

function neverChanges(): () => void {
  return () => undefined;
}
