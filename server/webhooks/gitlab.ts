import { readBearer } from "@/server/auth";
import { isEqualSecret } from "@/server/crypto";
import { env } from "@/server/env";
import type { NewEvent } from "@/server/events/record";
import { verifyStandardWebhook } from "@/server/webhooks/standard";

/** contracts/personas.md §1.6; a word that is not here stays as it is (design §12.11). */
const eventTypes = new Map([
  ["merge_request", "mr"],
  ["tag_push", "tag"],
  ["note", "comment"],
]);

/**
 * Whether a request to the GitLab door may record an event: the team key as bearer or as X-Gitlab-Token,
 * GITLAB_WEBHOOK_SECRET as X-Gitlab-Token, or a body signed with that secret (design §12.10). Returns what
 * was wrong, or null. A signature that is present and wrong is refused whatever else is sent.
 */
export function refuseGitlab(request: Request, body: Uint8Array): string | null {
  const { TEAM_API_KEY, GITLAB_WEBHOOK_SECRET } = env();
  if (request.headers.has("webhook-signature") && GITLAB_WEBHOOK_SECRET) {
    return verifyStandardWebhook(request.headers, body, GITLAB_WEBHOOK_SECRET);
  }
  const bearer = readBearer(request);
  if (bearer !== null) return isEqualSecret(bearer, TEAM_API_KEY) ? null : "This key is not valid.";
  const token = request.headers.get("x-gitlab-token");
  if (token === null)
    return "Send the team key as Authorization: Bearer <key>, or a secret as X-Gitlab-Token.";
  const secrets = [TEAM_API_KEY, GITLAB_WEBHOOK_SECRET].filter((secret) => secret !== undefined);
  return secrets.some((secret) => isEqualSecret(token, secret)) ? null : "This X-Gitlab-Token is not valid.";
}

/** The event that a GitLab payload stands for: `gitlab_<kind>`, from the project's path (design §12.11). */
export function readGitlabEvent(payload: unknown, text: string): NewEvent {
  const given = (payload !== null && typeof payload === "object" ? payload : {}) as Record<string, unknown>;
  const kind = firstWord(given.object_kind, given.event_name) ?? "unknown";
  const project = given.project as Record<string, unknown> | null | undefined;
  return {
    eventType: `gitlab_${eventTypes.get(kind) ?? kind}`.slice(0, 64),
    sourceType: "gitlab",
    sourceId: firstWord(project?.path_with_namespace, given.path_with_namespace),
    targetPersonaId: null,
    payload: text,
    useCaseId: null,
  };
}

/** Without NUL characters, which Postgres does not store. */
function firstWord(...values: unknown[]): string | null {
  const word = values.find((value): value is string => typeof value === "string" && value !== "");
  return word?.replaceAll("\u0000", "") ?? null;
}
