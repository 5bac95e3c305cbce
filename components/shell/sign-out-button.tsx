"use client";

import { LogOut } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Ends the session, then shows the sign-in page. */
export function SignOutButton() {
  return (
    <Button tone="quiet" size="icon" onClick={signOut} aria-label="Sign out" title="Sign out">
      <LogOut aria-hidden className="size-4" />
    </Button>
  );
}

/** The two requests that next-auth's client would make, without the client. */
async function signOut(): Promise<void> {
  const { csrfToken }: { csrfToken: string } = await (await fetch("/api/auth/csrf")).json();
  await fetch("/api/auth/signout", {
    method: "POST",
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
  window.location.assign("/sign-in");
}
