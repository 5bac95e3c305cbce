"use client";

import { PageFault } from "@/components/shared/page-fault";

export default function HubError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <PageFault error={error} onRetry={reset} />;
}
