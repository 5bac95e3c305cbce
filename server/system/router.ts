import { z } from "zod";
import { systemStatus } from "@/server/system/schema";
import { getStatus } from "@/server/system/service";
import { createRouter, verb } from "@/server/trpc/init";

export const systemRouter = createRouter({
  status: verb
    .meta({
      rest: { method: "GET", path: "/api/status", summary: "What is queued and running", tag: "System" },
    })
    .input(z.strictObject({}).optional())
    .output(systemStatus)
    .query(({ ctx }) => getStatus(ctx.actor)),
});
