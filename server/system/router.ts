import { z } from "zod";
import { countAttention } from "@/server/system/attention";
import { systemStatus, systemTroubles } from "@/server/system/schema";
import { getStatus } from "@/server/system/service";
import { listTroubles } from "@/server/system/troubles";
import { createRouter, verb } from "@/server/trpc/init";

export const systemRouter = createRouter({
  status: verb
    .meta({
      rest: { method: "GET", path: "/api/status", summary: "What is queued and running", tag: "System" },
    })
    .input(z.strictObject({}).optional())
    .output(systemStatus)
    .query(({ ctx }) => getStatus(ctx.actor)),
  attention: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/attention",
        summary: "Count what wants a person: failed executions, spent budgets, reviews",
        tag: "System",
      },
    })
    .output(z.object({ count: z.number(), pendingReviews: z.number() }))
    .query(({ ctx }) => countAttention(ctx.actor)),
  troubles: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/troubles",
        summary: "List what has stopped working and waits for a person",
        tag: "System",
      },
    })
    .output(systemTroubles)
    .query(({ ctx }) => listTroubles(ctx.actor)),
});
