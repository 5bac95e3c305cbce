import { createId } from "@/lib/ids";
import type { McpServer, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { forgetHeld } from "@/server/credentials/use";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import { openAuth, type ServerAuth, sealAuth } from "@/server/mcp-servers/auth-store";
import { readTools } from "@/server/mcp-servers/read-tools";
import type {
  ServerCreate,
  ServerList,
  ServerOutput,
  ServerSummary,
  ServerUpdate,
} from "@/server/mcp-servers/schema";
import { toOutput, toSummary } from "@/server/mcp-servers/to-output";
import type { Page } from "@/server/page-input";

const mostServers = 200;
export const withCount = { _count: { select: { personas: true } } } as const;

/** MCP servers by name. `search` is a part of name or URL, or an id. */
export async function listServers(actor: Actor, input: ServerList): Promise<Page<ServerSummary>> {
  requireScope(actor, "tools:read");
  const { limit, offset, search, enabled } = input;
  const contains = search && containing(search);
  const where: Prisma.McpServerWhereInput = {
    ...(enabled === undefined ? {} : { enabled }),
    ...(contains ? { OR: [{ id: search }, { name: contains }, { url: contains }] } : {}),
  };
  const [rows, total] = await Promise.all([
    db.mcpServer.findMany({
      where,
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: limit,
      skip: offset,
      include: withCount,
    }),
    db.mcpServer.count({ where }),
  ]);
  return { items: rows.map(toSummary), total };
}

/** One MCP server with the tools known of it. Throws not_found. */
export async function getServer(actor: Actor, id: string): Promise<ServerOutput> {
  requireScope(actor, "tools:read");
  const row = await db.mcpServer.findUnique({ where: { id }, include: withCount });
  if (!row) throw notFound("MCP server", id);
  return toOutput(row);
}

/**
 * Adds an MCP server and asks it for its tools, when it needs no sign-in; a failure of that stands in the reply's
 * lastError. Throws conflict for a name that is taken.
 */
export async function createServer(actor: Actor, input: ServerCreate): Promise<ServerOutput> {
  requireScope(actor, "tools:write");
  if ((await db.mcpServer.count()) >= mostServers)
    throw new AppError("conflict", `There are ${mostServers} MCP servers already. Delete one first.`);
  await refuseName(null, input.name);
  const id = createId("mcpServer");
  const { name, url, authType, enabled, toolFilter, ...secrets } = input;
  const row = await db.mcpServer.create({
    data: {
      id,
      name,
      url,
      authType,
      enabled,
      toolFilter: toolFilter && JSON.stringify(toolFilter),
      authSealed: sealAuth(id, enter({}, secrets)),
    },
  });
  forgetHeld();
  await tryReading(row);
  return getServer(actor, id);
}

/**
 * Changes an MCP server. Secrets that were entered for one origin are forgotten when the URL leads to another, and so
 * is a sign-in; the tools are asked for anew when it is reached differently. Throws not_found, and conflict for a name
 * that is taken.
 */
export async function updateServer(actor: Actor, input: ServerUpdate): Promise<ServerOutput> {
  requireScope(actor, "tools:write");
  const { id, name, url, authType, enabled, toolFilter, ...secrets } = input;
  const before = await readServer(id);
  if (name !== undefined) await refuseName(id, name);
  const isElsewhere = url !== undefined && new URL(url).origin !== new URL(before.url).origin;
  const isReachedAnew = url !== undefined && url !== before.url;
  const kept = isElsewhere ? {} : openIfPossible(before);
  const auth = enter(isReachedAnew ? forgetSignIn(kept) : kept, secrets);
  const data: Prisma.McpServerUpdateInput = {
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
    ...(authType === undefined ? {} : { authType }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(toolFilter === undefined ? {} : { toolFilter: toolFilter && JSON.stringify(toolFilter) }),
    ...(isReachedAnew ? { tools: "[]", toolsReadAt: null, lastError: null } : {}),
    ...(isReachedAnew || Object.keys(secrets).length > 0 ? { authSealed: sealAuth(id, auth) } : {}),
  };
  const row = await db.mcpServer.update({ where: { id }, data });
  forgetHeld();
  if (isReachedAnew || secrets.bearerToken || authType !== undefined) await tryReading(row);
  return getServer(actor, id);
}

/** Removes an MCP server; personas that held its tools no longer do. Throws not_found. */
export async function deleteServer(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "tools:write");
  const { count } = await db.mcpServer.deleteMany({ where: { id } });
  if (count === 0) throw notFound("MCP server", id);
  forgetHeld();
  return { deleted: true };
}

/** Asks a server for its tools now. Throws not_found, and what `readTools` throws. */
export async function refreshServer(actor: Actor, id: string): Promise<ServerOutput> {
  requireScope(actor, "tools:write");
  await readTools(await readServer(id));
  return getServer(actor, id);
}

/** The row. Throws not_found. */
export async function readServer(id: string): Promise<McpServer> {
  const row = await db.mcpServer.findUnique({ where: { id } });
  if (!row) throw notFound("MCP server", id);
  return row;
}

type Secrets = Pick<ServerCreate, "bearerToken" | "oauthClientId" | "oauthClientSecret" | "oauthScope">;

/** Puts in what was entered; null takes it away. Another client makes the tokens of the one before worthless. */
function enter(auth: ServerAuth, secrets: Secrets): ServerAuth {
  const { bearerToken, oauthClientId, oauthClientSecret, oauthScope } = secrets;
  const isOtherClient = oauthClientId !== undefined && (oauthClientId ?? undefined) !== auth.given?.clientId;
  const { bearer, given, ...rest } = isOtherClient ? forgetSignIn(auth) : auth;
  const next = {
    clientId: pick(oauthClientId, given?.clientId),
    clientSecret: pick(oauthClientSecret, given?.clientSecret),
    scope: pick(oauthScope, given?.scope),
    issuer: isOtherClient ? undefined : given?.issuer,
  };
  const entered = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  const nextBearer = pick(bearerToken, bearer);
  return {
    ...rest,
    ...(nextBearer === undefined ? {} : { bearer: nextBearer }),
    ...(Object.keys(entered).length === 0 ? {} : { given: entered }),
  };
}

function pick(given: string | null | undefined, before: string | undefined): string | undefined {
  return given === undefined ? before : (given ?? undefined);
}

function forgetSignIn({ bearer, given }: ServerAuth): ServerAuth {
  return { ...(bearer === undefined ? {} : { bearer }), ...(given === undefined ? {} : { given }) };
}

/** What can no longer be opened is replaced by what is entered now. */
function openIfPossible(row: McpServer): ServerAuth {
  try {
    return openAuth(row);
  } catch {
    return {};
  }
}

/** A failure is kept in the row, where the page shows it. */
async function tryReading(row: McpServer): Promise<void> {
  if (row.enabled && row.authType !== "oauth") await readTools(row).catch(() => []);
}

async function refuseName(id: string | null, name: string): Promise<void> {
  const twin = await db.mcpServer.findFirst({
    where: {
      name: { equals: name.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" },
      ...(id === null ? {} : { id: { not: id } }),
    },
    select: { name: true },
  });
  if (!twin) return;
  const message = `There is an MCP server named ${twin.name} already.`;
  throw new AppError("conflict", message, { issues: [{ path: "name", message }] });
}
