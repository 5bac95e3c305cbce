import type { Failure } from "@/lib/failure";
import type { AuthType, ServerOutput } from "@/server/mcp-servers/schema";

export type ServerDraft = {
  name: string;
  url: string;
  authType: AuthType;
  /** Secrets are entered and never shown; empty leaves what is stored. */
  bearerToken: string;
  oauthClientId: string;
  oauthClientSecret: string;
  oauthScope: string;
  /** One name or pattern a line. */
  toolFilter: string;
};
export type ServerFieldsProps = {
  draft: ServerDraft;
  /** The server as it is stored; null for a new one. */
  server: ServerOutput | null;
  issues: Failure["issues"];
  onDraft: (part: Partial<ServerDraft>) => void;
};

export const serverPaths = [
  "name",
  "url",
  "authType",
  "bearerToken",
  "oauthClientId",
  "oauthClientSecret",
  "oauthScope",
  "toolFilter",
];

/** The draft that a server begins as, or that a new one does. */
export function toDraft(server: ServerOutput | null): ServerDraft {
  return {
    name: server?.name ?? "",
    url: server?.url ?? "",
    authType: server?.authType ?? "none",
    bearerToken: "",
    oauthClientId: server?.oauthClientId ?? "",
    oauthClientSecret: "",
    oauthScope: server?.oauthScope ?? "",
    toolFilter: server?.toolFilter?.join("\n") ?? "",
  };
}

/** What is sent to the hub. */
export function toFields(draft: ServerDraft) {
  const { name, url, authType, bearerToken, oauthClientId, oauthClientSecret, oauthScope } = draft;
  const patterns = draft.toolFilter
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return {
    name: name.trim(),
    url: url.trim(),
    authType,
    toolFilter: patterns.length === 0 ? null : patterns,
    ...(authType === "bearer" && bearerToken ? { bearerToken: bearerToken.trim() } : {}),
    ...(authType === "oauth"
      ? { oauthClientId: oauthClientId.trim() || null, oauthScope: oauthScope.trim() || null }
      : {}),
    ...(authType === "oauth" && oauthClientSecret ? { oauthClientSecret: oauthClientSecret.trim() } : {}),
  };
}
