import { z } from "zod";
import {
  designBatchInput,
  designBatchOutput,
  designInput,
  designOutput,
  validateInput,
  validateOutput,
} from "@/server/designs/schema";
import { getDesign, requestDesign, requestDesigns } from "@/server/designs/service";
import { validatePersona } from "@/server/designs/validate";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Personas";

export const designsRouter = createRouter({
  validate: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/{id}/validate",
        summary: "Say what stands in the way of a persona's work",
        tag,
      },
    })
    .input(validateInput)
    .output(validateOutput)
    .query(({ ctx, input }) => validatePersona(ctx.actor, input)),
  create: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/compile",
        summary: "Have a persona designed from an intention",
        tag,
        status: 202,
      },
    })
    .input(designInput)
    .output(designOutput)
    .mutation(({ ctx, input }) => requestDesign(ctx.actor, input)),
  createBatch: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/compile/batch",
        summary: "Have several personas designed that work as a team",
        tag,
        status: 202,
      },
    })
    .input(designBatchInput)
    .output(designBatchOutput)
    .mutation(({ ctx, input }) => requestDesigns(ctx.actor, input)),
  get: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/compile/{id}",
        summary: "Say how far a persona's design is",
        tag,
      },
    })
    .input(z.strictObject({ id: idInput }))
    .output(designOutput)
    .query(({ ctx, input }) => getDesign(ctx.actor, input.id)),
});
