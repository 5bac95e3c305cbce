"use client";

import { useServerActs } from "@/components/mcp-servers/use-server-acts";
import { CodeBlock } from "@/components/shared/code-block";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import type { ServerOutput } from "@/server/mcp-servers/schema";

/** Signs the hub in to a server by OAuth, or out again. */
export function ServerSignIn({ server }: { server: ServerOutput }) {
  const { authorize, disconnect } = useServerActs();
  const { id, isConnected, redirectUrl } = server;
  return (
    <Section
      title="Sign-in"
      action={
        <>
          {isConnected && (
            <Button disabled={disconnect.isPending} onClick={() => disconnect.mutate({ id })}>
              Sign out
            </Button>
          )}
          <Button
            tone={isConnected ? "plain" : "primary"}
            disabled={authorize.isPending || authorize.isSuccess}
            onClick={() => authorize.mutate({ id })}
          >
            {isConnected ? "Sign in again" : "Sign in"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 pt-3 text-ink-muted text-table">
        <p>
          {isConnected
            ? "The hub is signed in and renews its tokens by itself."
            : "You are led to the server's own sign-in and back. Personas then act there as whom you sign in as."}
        </p>
        <p>Where the server leads back to, should it want that registered:</p>
        <CodeBlock text={redirectUrl} label="redirect URL" wrap />
      </div>
    </Section>
  );
}
