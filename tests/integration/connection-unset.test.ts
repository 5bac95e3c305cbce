import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { beginSignIn, getOauthStatus } from "@/server/connection/service";
import { db } from "@/server/db";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  Object.assign(process.env, {
    CLAUDE_OAUTH_TOKEN_URL: "https://id.test/token",
    PUBLIC_URL: "https://hub.test",
  });
  services = await openServices();
});
afterAll(() => services?.close());

test("without a client a sign-in is refused with what to set, and nothing is begun", async () => {
  await expect(beginSignIn(systemActor)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(
      /CLAUDE_OAUTH_CLIENT_ID, CLAUDE_OAUTH_AUTHORIZE_URL in the hub's environment.*https:\/\/hub\.test\/api\/oauth\/callback/,
    ),
    extra: { errorType: "not_configured", transient: false },
  });
  expect(await db.oauthState.count()).toBe(0);
  expect(await getOauthStatus(systemActor)).toMatchObject({
    connected: false,
    setup: expect.stringContaining("CLAUDE_OAUTH_CLIENT_ID"),
  });
});
