import { z } from "zod";
import { memoryCreate, memoryList, memoryOutput, memoryUpdate } from "@/server/memories/schema";
import { createMemory, deleteMemory, getMemory, listMemories, updateMemory } from "@/server/memories/service";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Memories";
const byId = z.strictObject({ id: idInput });

export const memoriesRouter = createRouter({
  list: verb
    .meta({
      rest: { method: "GET", path: "/api/memories", summary: "List what personas remember", tag, list: true },
    })
    .input(memoryList)
    .output(pageOf(memoryOutput))
    .query(({ ctx, input }) => listMemories(ctx.actor, input)),
  create: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/memories",
        summary: "Have a persona remember something",
        tag,
        status: 201,
      },
    })
    .input(memoryCreate)
    .output(memoryOutput)
    .mutation(({ ctx, input }) => createMemory(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/memories/{id}", summary: "Read a memory", tag } })
    .input(byId)
    .output(memoryOutput)
    .query(({ ctx, input }) => getMemory(ctx.actor, input.id)),
  update: verb
    .meta({ rest: { method: "PUT", path: "/api/memories/{id}", summary: "Change a memory", tag } })
    .input(memoryUpdate)
    .output(memoryOutput)
    .mutation(({ ctx, input }) => updateMemory(ctx.actor, input)),
  delete: verb
    .meta({ rest: { method: "DELETE", path: "/api/memories/{id}", summary: "Forget a memory", tag } })
    .input(byId)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => deleteMemory(ctx.actor, input.id)),
});
