import { personActor } from "@/server/actor";
import { beginSignIn, finishSignIn } from "@/server/connection/service";
import { readTokens } from "@/server/connection/tokens";
import { db } from "@/server/db";
import { handleRest } from "@/server/rest/door";
import { type MessagesApi, startMessagesApi } from "./messages-api";
import { type OauthServer, startOauthServer } from "./oauth-server";
import { openServices } from "./services";

export const ada = personActor("owner", "Ada");

/** The services, with an OAuth server to sign in at and a Messages API that takes every key of Claude's form. */
export async function openClaudeConnection() {
  const oauth = await startOauthServer();
  const api = await startMessagesApi({ keyPrefix: "sk-ant-" });
  Object.assign(process.env, {
    CLAUDE_OAUTH_CLIENT_ID: oauth.clientId,
    CLAUDE_OAUTH_AUTHORIZE_URL: `${oauth.url}/authorize?code=true`,
    CLAUDE_OAUTH_TOKEN_URL: `${oauth.url}/token`,
    CLAUDE_OAUTH_REVOKE_URL: `${oauth.url}/revoke`,
    ANTHROPIC_BASE_URL: api.url,
    SAFE_FETCH_ALLOW: "127.0.0.1",
    PUBLIC_URL: "http://hub.test",
  });
  const services = await openServices();
  return {
    oauth,
    api,
    /** Begins a sign-in and agrees to it. Returns what the browser comes back with. */
    agree: (actor = ada) => agree(oauth, actor),
    connect: async () => finishSignIn(ada, await agree(oauth, ada)),
    forget: async () => {
      oauth.holdFor(3_600);
      oauth.delayBy(0);
      await db.secret.deleteMany();
      await db.oauthState.deleteMany();
    },
    close: async () => {
      await services.close();
      await oauth.stop();
      await api.stop();
    },
  } satisfies { oauth: OauthServer; api: MessagesApi; [name: string]: unknown };
}

async function agree(oauth: OauthServer, actor: typeof ada) {
  const { authUrl } = await beginSignIn(actor);
  const back = (await oauth.agree(authUrl)).searchParams;
  return { code: back.get("code") ?? "", state: back.get("state") ?? "" };
}

/** The tokens that are stored. Throws when there are none. */
export async function readStored() {
  const held = await readTokens();
  if (!held) throw new Error("No tokens are stored.");
  return held;
}

/** Asks the REST door of this process with the team key. */
export async function askRest(method: string, path: string, body?: object) {
  const response = await handleRest(
    new Request(`http://hub.test${path}`, {
      method,
      headers: { Authorization: `Bearer ${process.env.TEAM_API_KEY}`, "Content-Type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return { status: response.status, headers: response.headers, json: await response.json() };
}
