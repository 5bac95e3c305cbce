"use client";

import { LoaderCircle } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { CodeBlock } from "@/components/shared/code-block";

/** Spends the one-time token of an owner link and goes on to the hub, or says why it could not. */
export function OwnerLinkSignIn({ token, goTo }: { token: string; goTo: string }) {
  const [fault, setFault] = useState<"link" | "hub" | null>(null);
  const isSpent = useRef(false);
  useEffect(() => {
    if (isSpent.current) return;
    isSpent.current = true;
    spendToken(token).then(
      (isSignedIn) => (isSignedIn ? window.location.replace(goTo) : setFault("link")),
      () => setFault("hub"),
    );
  }, [token, goTo]);
  if (fault === null) {
    return (
      <p role="status" className="flex items-center gap-2 text-ink-muted">
        <LoaderCircle aria-hidden className="size-4 animate-spin" /> Signing you in…
      </p>
    );
  }
  if (fault === "hub")
    return <p role="alert">The hub did not answer. Check that it is running, then reload this page.</p>;
  return (
    <div role="alert" className="flex flex-col gap-3">
      <p>
        <strong className="font-semibold">This link was used or has expired.</strong> An owner link works
        once, within 15 minutes. Make another where the hub runs:
      </p>
      <CodeBlock label="command" text="npm run owner-link" />
    </div>
  );
}

/** next-auth's client is fetched only here, once there is something to spend. */
async function spendToken(token: string): Promise<boolean> {
  const { signIn } = await import("next-auth/react");
  const result = await signIn("owner-link", { token, redirect: false });
  return result?.ok === true && !result.error;
}
