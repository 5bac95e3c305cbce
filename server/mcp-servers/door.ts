import { requireActor } from "@/server/auth";
import { env } from "@/server/env";
import { answerJson } from "@/server/json-reply";
import { finishSignIn } from "@/server/mcp-servers/sign-in";

/** GET /api/mcp-servers/oauth/callback: an authorization server sends the person back. Leads on to the server's page. */
export function answerOauthCallback(request: Request): Promise<Response> {
  return answerJson(request, async () => {
    const actor = await requireActor(request);
    const given = new URL(request.url).searchParams;
    const { serverId } = await finishSignIn(actor, {
      state: given.get("state"),
      code: given.get("code"),
      iss: given.get("iss"),
      error: given.get("error"),
      errorDescription: given.get("error_description"),
    });
    return new Response(null, {
      status: 303,
      headers: {
        Location: `${env().PUBLIC_URL}/tools/servers/${serverId}`,
        "Referrer-Policy": "no-referrer",
      },
    });
  });
}
