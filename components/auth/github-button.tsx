"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Goes to GitHub and comes back signed in. */
export function GithubButton({ goTo }: { goTo: string }) {
  const [isGoing, setGoing] = useState(false);
  const go = async () => {
    setGoing(true);
    const { signIn } = await import("next-auth/react");
    await signIn("github", { callbackUrl: goTo });
  };
  return (
    <Button tone="primary" disabled={isGoing} onClick={go} className="w-full">
      {isGoing ? "Going to GitHub…" : "Sign in with GitHub"}
    </Button>
  );
}
