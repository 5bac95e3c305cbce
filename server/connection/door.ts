import { requireScope } from "@/server/actor";
import { readSession } from "@/server/auth";
import { type CallbackOutcome, callbackInput } from "@/server/connection/schema";
import { finishSignIn } from "@/server/connection/service";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { answerJson } from "@/server/json-reply";
import { logger } from "@/server/logger";

/** GET /api/oauth/callback: the way back from Claude's sign-in page. Ends at the settings, which say how it went. */
export function receiveSignIn(request: Request): Promise<Response> {
  return answerJson(request, async () => {
    const actor = await readSession(request.headers.get("cookie") ?? "");
    if (!actor) return leadTo("/sign-in");
    requireScope(actor, "connection:write");
    const query = new URL(request.url).searchParams;
    const given = callbackInput.safeParse({ code: query.get("code"), state: query.get("state") });
    if (!given.success) return tell("refused");
    return finishSignIn(actor, given.data).then(
      () => tell("connected"),
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        logger.warn({ err: error }, "A sign-in with Claude failed.");
        return tell(outcomeOf(error));
      },
    );
  });
}

function outcomeOf({ code, extra }: AppError): CallbackOutcome {
  if (extra.errorType === "expired_state") return "expired";
  return code === "unauthorized" ? "refused" : "failed";
}

function tell(outcome: CallbackOutcome): Response {
  return leadTo(`/settings?claude=${outcome}#claude`);
}

/** The code stays out of the browser's history and of the next page's Referer. */
function leadTo(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: {
      Location: `${env().PUBLIC_URL}${path}`,
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
    },
  });
}
