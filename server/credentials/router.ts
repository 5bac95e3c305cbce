import { z } from "zod";
import { linkCredential, listLinked, unlinkCredential } from "@/server/credentials/links";
import { readKeys, startRotation } from "@/server/credentials/rotation";
import {
  credentialInput,
  credentialList,
  credentialOutput,
  credentialTest,
  credentialUpdate,
  keysOutput,
  linkInput,
  rotationOutput,
  testOutput,
} from "@/server/credentials/schema";
import {
  deleteCredential,
  getCredential,
  listCredentials,
  saveCredential,
  updateCredential,
} from "@/server/credentials/service";
import { testCredential } from "@/server/credentials/test-credential";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Credentials";
const byId = z.strictObject({ id: idInput });
const deleted = z.object({ deleted: z.literal(true) });

export const credentialsRouter = createRouter({
  list: verb
    .meta({
      rest: { method: "GET", path: "/api/credentials", summary: "List credentials, masked", tag, list: true },
    })
    .input(credentialList)
    .output(pageOf(credentialOutput))
    .query(({ ctx, input }) => listCredentials(ctx.actor, input)),
  get: verb
    .meta({
      rest: { method: "GET", path: "/api/credentials/{id}", summary: "Read a credential, masked", tag },
    })
    .input(byId)
    .output(credentialOutput)
    .query(({ ctx, input }) => getCredential(ctx.actor, input.id)),
  save: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/credentials",
        summary: "Store a credential, plain or encrypted by its sender; or merge into the one with this id",
        tag,
        status: 201,
      },
    })
    .input(credentialInput)
    .output(credentialOutput)
    .mutation(async ({ ctx, input }) => {
      const { credential, isNew } = await saveCredential(ctx.actor, input);
      ctx.reply.status = isNew ? 201 : 200;
      return credential;
    }),
  update: verb
    .meta({
      rest: {
        method: "PUT",
        path: "/api/credentials/{id}",
        summary: "Change a credential; fields that are not given keep their values",
        tag,
      },
    })
    .input(credentialUpdate)
    .output(credentialOutput)
    .mutation(({ ctx, input }) => updateCredential(ctx.actor, input)),
  delete: verb
    .meta({ rest: { method: "DELETE", path: "/api/credentials/{id}", summary: "Delete a credential", tag } })
    .input(byId)
    .output(deleted)
    .mutation(({ ctx, input }) => deleteCredential(ctx.actor, input.id)),
  test: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/credentials/{id}/test",
        summary: "Try a credential with one request to a host on its list",
        tag,
      },
    })
    .input(credentialTest)
    .output(testOutput)
    .mutation(({ ctx, input }) => testCredential(ctx.actor, input)),
  listOfPersona: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/credentials",
        summary: "List the credentials a persona is linked to, masked",
        tag,
      },
    })
    .input(z.strictObject({ personaId: idInput }))
    .output(z.array(credentialOutput))
    .query(({ ctx, input }) => listLinked(ctx.actor, input.personaId)),
  link: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/{personaId}/credentials",
        summary: "Give a persona a credential",
        tag,
      },
    })
    .input(linkInput)
    .output(z.object({ linked: z.literal(true) }))
    .mutation(({ ctx, input }) => linkCredential(ctx.actor, input)),
  unlink: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/personas/{personaId}/credentials/{credentialId}",
        summary: "Take a credential from a persona",
        tag,
      },
    })
    .input(linkInput)
    .output(deleted)
    .mutation(({ ctx, input }) => unlinkCredential(ctx.actor, input)),
  keys: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/master-keys",
        summary: "Show the master keys by id, how many values each seals, and the latest rotation",
        tag,
      },
    })
    .output(keysOutput)
    .query(({ ctx }) => readKeys(ctx.actor)),
  rotate: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/master-keys/rotate",
        summary: "Seal every stored value anew with the active master key",
        tag,
        status: 202,
      },
    })
    .output(rotationOutput)
    .mutation(({ ctx }) => startRotation(ctx.actor)),
});
