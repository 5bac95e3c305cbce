"use client";

import { PageFault } from "@/components/shared/page-fault";

export default function RootError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
      <PageFault error={error} onRetry={reset} />
    </main>
  );
}
