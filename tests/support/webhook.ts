import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type HubAddress, type Reply, send } from "./api";

/** One of GitLab's documented payloads, as text. */
export function readGitlabFixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "../fixtures/gitlab", name), "utf8");
}

/** A push whose project is the caller's own, so that its events can be told apart. */
export function makePush(path: string, extra: object = {}): string {
  return JSON.stringify({ object_kind: "push", project: { path_with_namespace: path }, ...extra });
}

/** Sends a body to the GitLab door; with the team key as bearer unless `key` says otherwise. */
export function sendGitlab(
  hub: HubAddress,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  key?: string | null,
): Promise<Reply> {
  return send(hub, "POST", "/api/gitlab/webhook", {
    body,
    headers: { "Content-Type": "application/json", ...headers },
    ...(key === undefined ? {} : { key }),
  });
}

/** HMAC-SHA256 in hex of a body, as X-Webhook-Signature carries it. */
export function signBody(secret: string, body: string | Uint8Array): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}
