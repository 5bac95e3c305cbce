import { z } from "zod";
import { linkServer, listLinkedServers, unlinkServer } from "@/server/mcp-servers/links";
import {
  personaRef,
  personaServerRef,
  serverCreate,
  serverList,
  serverOutput,
  serverSummary,
  serverUpdate,
} from "@/server/mcp-servers/schema";
import {
  createServer,
  deleteServer,
  getServer,
  listServers,
  refreshServer,
  updateServer,
} from "@/server/mcp-servers/service";
import { beginSignIn, signOut } from "@/server/mcp-servers/sign-in";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "MCP servers";
const byId = z.strictObject({ id: idInput });
const deleted = z.object({ deleted: z.literal(true) });

export const mcpServersRouter = createRouter({
  list: verb
    .meta({
      rest: { method: "GET", path: "/api/mcp-servers", summary: "List MCP servers by name", tag, list: true },
    })
    .input(serverList)
    .output(pageOf(serverSummary))
    .query(({ ctx, input }) => listServers(ctx.actor, input)),
  create: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/mcp-servers",
        summary: "Add a remote MCP server whose tools personas can be given",
        tag,
        status: 201,
      },
    })
    .input(serverCreate)
    .output(serverOutput)
    .mutation(({ ctx, input }) => createServer(ctx.actor, input)),
  get: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/mcp-servers/{id}",
        summary: "Read an MCP server with the tools known of it",
        tag,
      },
    })
    .input(byId)
    .output(serverOutput)
    .query(({ ctx, input }) => getServer(ctx.actor, input.id)),
  update: verb
    .meta({
      rest: {
        method: "PUT",
        path: "/api/mcp-servers/{id}",
        summary: "Change an MCP server, its token or which of its tools are offered",
        tag,
      },
    })
    .input(serverUpdate)
    .output(serverOutput)
    .mutation(({ ctx, input }) => updateServer(ctx.actor, input)),
  delete: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/mcp-servers/{id}",
        summary: "Delete an MCP server; personas no longer hold its tools",
        tag,
      },
    })
    .input(byId)
    .output(deleted)
    .mutation(({ ctx, input }) => deleteServer(ctx.actor, input.id)),
  refresh: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/mcp-servers/{id}/refresh",
        summary: "Ask an MCP server for its tools now",
        tag,
      },
    })
    .input(byId)
    .output(serverOutput)
    .mutation(({ ctx, input }) => refreshServer(ctx.actor, input.id)),
  authorize: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/mcp-servers/{id}/authorize",
        summary: "Begin to sign in to an MCP server by OAuth; the reply says where a person goes",
        tag,
      },
    })
    .input(byId)
    .output(z.object({ authorizationUrl: z.string() }))
    .mutation(({ ctx, input }) => beginSignIn(ctx.actor, input.id)),
  disconnect: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/mcp-servers/{id}/disconnect",
        summary: "Forget the sign-in to an MCP server",
        tag,
      },
    })
    .input(byId)
    .output(serverOutput)
    .mutation(({ ctx, input }) => signOut(ctx.actor, input.id)),
  listLinked: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/mcp-servers",
        summary: "List the MCP servers whose tools a persona is given",
        tag,
      },
    })
    .input(personaRef)
    .output(z.array(serverSummary))
    .query(({ ctx, input }) => listLinkedServers(ctx.actor, input.personaId)),
  link: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/{personaId}/mcp-servers",
        summary: "Give a persona the tools of an MCP server",
        tag,
        status: 201,
      },
    })
    .input(personaServerRef)
    .output(z.object({ linked: z.literal(true) }))
    .mutation(({ ctx, input }) => linkServer(ctx.actor, input)),
  unlink: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/personas/{personaId}/mcp-servers/{serverId}",
        summary: "Take the tools of an MCP server from a persona",
        tag,
      },
    })
    .input(personaServerRef)
    .output(deleted)
    .mutation(({ ctx, input }) => unlinkServer(ctx.actor, input)),
});
