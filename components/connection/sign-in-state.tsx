"use client";

import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { useSignInActs } from "@/components/connection/use-sign-in-acts";
import { Fact, Facts } from "@/components/shared/facts";
import { RelativeTime } from "@/components/shared/relative-time";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { showToast } from "@/lib/toast";
import type { CallbackOutcome, OauthStatus } from "@/server/connection/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

const outcomes = ["connected", "refused", "expired", "failed"] as const satisfies CallbackOutcome[];
const outcomeWords: Record<Exclude<CallbackOutcome, "connected">, string> = {
  refused: "The sign-in was refused, or had ended already. Begin again.",
  expired: "The sign-in took longer than ten minutes. Begin again.",
  failed: "Claude did not answer as it should. Try again in a while.",
};

/** How the sign-in stands: what for, until when, and what can be done with it. */
export function SignInState({ status }: { status: OauthStatus }) {
  const [outcome] = useQueryState("claude", clientParsers.parseAsStringLiteral(outcomes));
  const { connected, isExpired, problem, scopes, expiresAt } = status;
  const hasTrouble = connected && (isExpired || problem !== null);
  const Icon = hasTrouble ? CircleAlert : connected ? CircleCheck : CircleDashed;
  const tone = hasTrouble ? "text-waiting" : connected ? "text-completed" : "text-queued";
  return (
    <div className="flex flex-col gap-2">
      {outcome && outcome !== "connected" && !connected && (
        <p role="alert" className="rounded-md bg-failed-tint px-3 py-2 text-table">
          {outcomeWords[outcome]}
        </p>
      )}
      <div className="flex items-start gap-2.5">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} />
        <div className="min-w-0 flex-1">
          <p className="font-semibold">{connected ? "Signed in with Claude" : "Not signed in with Claude"}</p>
          <p className="text-ink-muted">
            {problem ??
              (connected
                ? "Used where there is no key. Renewed by itself ten minutes before it expires."
                : "Instead of a key, a person signs in there and agrees that the hub may call it.")}
          </p>
          {connected && expiresAt && (
            <Facts>
              <Fact name="Scopes">{scopes.join(", ")}</Fact>
              <Fact name={isExpired ? "Expired" : "Expires"}>
                <RelativeTime at={expiresAt} />
              </Fact>
            </Facts>
          )}
        </div>
      </div>
      {connected && <SignInActs />}
    </div>
  );
}

function SignInActs() {
  const { renew, disconnect } = useSignInActs();
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => renew.mutate()} disabled={renew.isPending}>
        Renew now
      </Button>
      <Button onClick={() => setAsking(true)}>Disconnect</Button>
      {isAsking && (
        <ConfirmDialog
          title="Disconnect from Claude?"
          act="Disconnect"
          isPending={disconnect.isPending}
          error={disconnect.error}
          onConfirm={() =>
            disconnect.mutate(undefined, {
              onSuccess: ({ serverRevoked }) => {
                setAsking(false);
                showToast({
                  tone: "success",
                  text: serverRevoked ? "Disconnected, and the tokens were revoked" : "Disconnected",
                });
              },
            })
          }
          onClose={() => setAsking(false)}
        >
          The tokens are forgotten here. Personas that run in the hub fail until there is a key or a new
          sign-in.
        </ConfirmDialog>
      )}
    </div>
  );
}
