"use client";

import { PageFault } from "@/components/shared/page-fault";
import "./globals.css";

export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Ensemble</title>
        <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-4">
          <PageFault error={error} onRetry={reset} />
        </main>
      </body>
    </html>
  );
}
