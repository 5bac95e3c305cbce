import { z } from "zod";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { linkTool, listLinkedTools, unlinkTool } from "@/server/tools/links";
import { listPersonaTools } from "@/server/tools/persona-tools";
import { getToolPolicies, setToolPolicies } from "@/server/tools/policies";
import {
  definitionInput,
  definitionList,
  definitionOutput,
  heldToolOutput,
  personaRef,
  personaToolRef,
  policyOutput,
  policyUpdate,
} from "@/server/tools/schema";
import { deleteDefinition, getDefinition, listDefinitions, saveDefinition } from "@/server/tools/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Tools";
const byId = z.strictObject({ id: idInput });
const deleted = z.object({ deleted: z.literal(true) });

export const toolsRouter = createRouter({
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/tool-definitions",
        summary: "List tool definitions by name",
        tag,
        list: true,
      },
    })
    .input(definitionList)
    .output(pageOf(definitionOutput))
    .query(({ ctx, input }) => listDefinitions(ctx.actor, input)),
  save: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/tool-definitions",
        summary: "Create a tool definition, or merge into the one with this id",
        tag,
        status: 201,
      },
    })
    .input(definitionInput)
    .output(definitionOutput)
    .mutation(async ({ ctx, input }) => {
      const { definition, isNew } = await saveDefinition(ctx.actor, input);
      ctx.reply.status = isNew ? 201 : 200;
      return definition;
    }),
  get: verb
    .meta({
      rest: { method: "GET", path: "/api/tool-definitions/{id}", summary: "Read a tool definition", tag },
    })
    .input(byId)
    .output(definitionOutput)
    .query(({ ctx, input }) => getDefinition(ctx.actor, input.id)),
  delete: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/tool-definitions/{id}",
        summary: "Delete a tool definition; personas no longer hold it",
        tag,
      },
    })
    .input(byId)
    .output(deleted)
    .mutation(({ ctx, input }) => deleteDefinition(ctx.actor, input.id)),
  listLinked: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/tools",
        summary: "List the tool definitions a persona is given",
        tag,
      },
    })
    .input(personaRef)
    .output(z.array(definitionOutput))
    .query(({ ctx, input }) => listLinkedTools(ctx.actor, input.personaId)),
  link: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/{personaId}/tools",
        summary: "Give a persona a tool",
        tag,
        status: 201,
      },
    })
    .input(personaToolRef)
    .output(z.object({ linked: z.literal(true) }))
    .mutation(({ ctx, input }) => linkTool(ctx.actor, input)),
  unlink: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/personas/{personaId}/tools/{toolId}",
        summary: "Take a tool from a persona",
        tag,
      },
    })
    .input(personaToolRef)
    .output(deleted)
    .mutation(({ ctx, input }) => unlinkTool(ctx.actor, input)),
  held: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/held-tools",
        summary: "List every tool a persona holds in the hub runtime, with policy and effect",
        tag,
      },
    })
    .input(personaRef)
    .output(z.array(heldToolOutput))
    .query(({ ctx, input }) => listPersonaTools(ctx.actor, input.personaId)),
  policies: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/tool-policies",
        summary: "Read which of its tools a persona may use, may use after asking, or may not use",
        tag,
      },
    })
    .input(personaRef)
    .output(policyOutput)
    .query(({ ctx, input }) => getToolPolicies(ctx.actor, input.personaId)),
  setPolicies: verb
    .meta({
      rest: {
        method: "PUT",
        path: "/api/personas/{personaId}/tool-policies",
        summary: "Allow, ask or deny tools by name; null goes back to the usual",
        tag,
      },
    })
    .input(policyUpdate)
    .output(policyOutput)
    .mutation(({ ctx, input }) => setToolPolicies(ctx.actor, input)),
});
