import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-3 px-4">
      <h1 className="font-semibold text-title">There is no such page</h1>
      <p className="text-ink-muted">The address may be mistyped, or what it named was deleted.</p>
      <ButtonLink href="/">Go to Now</ButtonLink>
    </main>
  );
}
