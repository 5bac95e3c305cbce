import { open } from "@/server/crypto";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import { rememberSecrets } from "@/server/known-secrets";

/** In what is kept as JSON, the names of what is secret; the rest of it is about an account or a server. */
const secretName = /(token|secret|bearer|password|key)$/i;

/** The secrets that the hub itself keeps in the database: its own, and those it signs in to MCP servers with. */
export async function openStoredSecrets(): Promise<string[]> {
  const [secrets, servers] = await Promise.all([
    db.secret.findMany({ select: { name: true, sealed: true } }),
    db.mcpServer.findMany({ where: { authSealed: { not: null } }, select: { id: true, authSealed: true } }),
  ]);
  const values = [
    ...secrets.flatMap(({ name, sealed }) =>
      openTexts(sealed, { table: "secret", id: name, field: "sealed" }),
    ),
    ...servers.flatMap(({ id, authSealed }) =>
      openTexts(authSealed ?? "", { table: "mcp_server", id, field: "auth_sealed" }),
    ),
  ];
  rememberSecrets(values);
  return values;
}

function openTexts(sealed: string, place: { table: string; id: string; field: string }): string[] {
  try {
    const text = open(sealed, place);
    const parsed = parseOrUndefined(text);
    return typeof parsed === "object" && parsed !== null ? listTexts(parsed) : [text];
  } catch {
    // Told of where it is used.
    return [];
  }
}

function listTexts(value: object): string[] {
  return Object.entries(value).flatMap(([name, each]: [string, unknown]) => {
    if (typeof each === "string") return secretName.test(name) ? [each] : [];
    return typeof each === "object" && each !== null ? listTexts(each) : [];
  });
}
