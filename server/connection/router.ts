import { z } from "zod";
import {
  authorizeOutput,
  callbackInput,
  connectedOutput,
  oauthStatus,
  tokenInput,
} from "@/server/connection/schema";
import {
  beginSignIn,
  disconnect,
  finishSignIn,
  getOauthStatus,
  refreshSignIn,
  storeToken,
} from "@/server/connection/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Claude connection";
const nothing = z.strictObject({}).optional();

export const connectionRouter = createRouter({
  storeToken: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/token",
        summary: "Keep a token that Claude is called with",
        description:
          "The first one may be given with the team key. Replacing it takes a person, under Settings → Claude: an API key is answered 403. While ANTHROPIC_API_KEY is set in the hub's environment, which wins, it is 409. A token that Claude refuses is 400 and not kept.",
        tag,
      },
    })
    .input(tokenInput)
    .output(z.object({ status: z.literal("token_stored") }))
    .mutation(({ ctx, input }) => storeToken(ctx.actor, input)),
  authorize: verb
    .meta({
      rest: { method: "POST", path: "/api/oauth/authorize", summary: "Begin a sign-in with Claude", tag },
    })
    .input(nothing)
    .output(authorizeOutput)
    .mutation(({ ctx }) => beginSignIn(ctx.actor)),
  callback: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/oauth/callback",
        summary: "End a sign-in with Claude by the code that it gave",
        tag,
      },
    })
    .input(callbackInput)
    .output(connectedOutput)
    .mutation(({ ctx, input }) => finishSignIn(ctx.actor, input)),
  status: verb
    .meta({
      rest: { method: "GET", path: "/api/oauth/status", summary: "How the sign-in with Claude stands", tag },
    })
    .input(nothing)
    .output(oauthStatus)
    .query(({ ctx }) => getOauthStatus(ctx.actor)),
  refresh: verb
    .meta({
      rest: { method: "POST", path: "/api/oauth/refresh", summary: "Renew the sign-in with Claude now", tag },
    })
    .input(nothing)
    .output(z.object({ status: z.literal("refreshed"), expiresAt: z.string() }))
    .mutation(({ ctx }) => refreshSignIn(ctx.actor)),
  disconnect: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/oauth/disconnect",
        summary: "Forget the sign-in with Claude",
        tag,
      },
    })
    .input(nothing)
    .output(z.object({ status: z.literal("disconnected"), serverRevoked: z.boolean() }))
    .mutation(({ ctx }) => disconnect(ctx.actor)),
});
