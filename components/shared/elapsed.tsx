"use client";

import { useNow } from "@/components/shared/clock";
import { Duration } from "@/components/shared/figures";

/** Time since a moment (ISO), counting by the second. */
export function Elapsed({ since }: { since: string }) {
  const now = useNow("second");
  return <Duration ms={Math.max(0, Math.floor((now - Date.parse(since)) / 1000) * 1000)} />;
}
