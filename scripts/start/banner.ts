export type BannerFacts = {
  url: string;
  ownerLink: string | null;
  teamKey: string;
  dataDir: string;
  hasEmbeddedDatabase: boolean;
  hasEmbeddedEngine: boolean;
};

/** What a newcomer needs next: every surface of the hub and a line that sends it an event. */
export function describeHub(facts: BannerFacts): string {
  const { url, teamKey, dataDir } = facts;
  const signIn = facts.ownerLink
    ? `${facts.ownerLink}\n${" ".repeat(14)}(works once, for 15 minutes; another: npm run owner-link)`
    : `${url}/sign-in`;
  return `
  Hub         ${url}
  Sign in     ${signIn}
  Team key    ${teamKey}

  API         ${url}/docs, ${url}/api/openapi.json
  Webhooks    ${url}/api/gitlab/webhook
              ${url}/api/webhooks/:personaId
  Health      ${url}/health, ${url}/healthz
  Database    ${facts.hasEmbeddedDatabase ? "embedded Postgres" : "DATABASE_URL"}
  Engine      ${facts.hasEmbeddedEngine ? "embedded" : "Inngest (INNGEST_*)"}
  Data        ${dataDir}, logs in ${dataDir}/logs

  Send it a GitLab push:

  curl -X POST ${url}/api/gitlab/webhook -H "Authorization: Bearer ${teamKey}" -H "Content-Type: application/json" --data @public/examples/gitlab-push.json

  Ctrl-C stops everything.
`;
}
