import { AppError } from "@/server/errors";

const nouns = [
  "personas",
  "subscriptions",
  "events",
  "executions",
  "triggers",
  "webhooks",
  "credentials",
  "tools",
  "reviews",
  "messages",
  "memories",
  "workers",
  "gitlab",
  "connection",
  "audit",
  "settings",
] as const;

export type Scope = `${(typeof nouns)[number]}:${"read" | "write"}` | "webhooks:receive" | "workers:run";

/** Who is calling. Every service verb takes one first and checks its scopes. */
export type Actor = {
  type: "person" | "api_key" | "webhook" | "worker" | "system";
  id: string;
  name: string;
  scopes: ReadonlySet<Scope>;
};

const everything: ReadonlySet<Scope> = new Set<Scope>([
  ...nouns.flatMap((noun) => [`${noun}:read`, `${noun}:write`] as const),
  "webhooks:receive",
  "workers:run",
]);

/** The hub itself: durable functions and scripts. */
export const systemActor: Actor = { type: "system", id: "system", name: "Ensemble", scopes: everything };

/** The bearer of TEAM_API_KEY: everything but changing settings and secrets. */
export const teamKeyActor: Actor = {
  type: "api_key",
  id: "team",
  name: "Team API key",
  scopes: new Set([...everything].filter((scope) => scope !== "settings:write")),
};

/** A sender whose webhook signature or token held: it may record events and nothing else. */
export function webhookActor(provider: string): Actor {
  return {
    type: "webhook",
    id: provider,
    name: `${provider} webhook`,
    scopes: new Set<Scope>(["webhooks:receive"]),
  };
}

/** The bearer of WORKER_TOKEN: it may carry executions out and nothing else. */
export const workerActor: Actor = {
  type: "worker",
  id: "worker",
  name: "Worker",
  scopes: new Set<Scope>(["workers:run"]),
};

/** A signed-in person. */
export function personActor(id: string, name: string): Actor {
  return { type: "person", id, name, scopes: everything };
}

export const linkActorName = "By link";

/** Whoever holds a review's link: a person the hub does not know, who may answer that review. */
export function linkActor(linkId: string): Actor {
  const scopes = new Set<Scope>(["reviews:write"]);
  return { type: "person", id: `link:${linkId}`, name: linkActorName, scopes };
}

/** Throws forbidden unless the actor holds the scope. */
export function requireScope(actor: Actor, scope: Scope): void {
  if (!actor.scopes.has(scope))
    throw new AppError("forbidden", `${actor.name} may not do this: it lacks the scope ${scope}.`);
}
