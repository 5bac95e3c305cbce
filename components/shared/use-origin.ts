"use client";

import { useSyncExternalStore } from "react";

/** Where this page was loaded from, such as "http://localhost:3000"; empty until the page is hydrated. */
export function useOrigin(): string {
  return useSyncExternalStore(
    neverChanges,
    () => window.location.origin,
    () => "",
  );
}

function neverChanges(): () => void {
  return () => undefined;
}
