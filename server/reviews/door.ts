import { sha256 } from "@/server/crypto";
import { answerJson } from "@/server/json-reply";
import { countRequest } from "@/server/rate-limit";
import { decodeJsonText, readBody } from "@/server/request-body";
import { answerByLink } from "@/server/reviews/links";
import { linkAnswerInput } from "@/server/reviews/schema";
import { fromZod } from "@/server/trpc/to-app-error";

const mostBodyBytes = 16 * 1024;
const mostPerMinute = 60;

/** POST /api/review-links/<token>: the answer that a link stands for. Its token is all the caller shows. */
export function receiveLinkAnswer(request: Request, token: string): Promise<Response> {
  return answerJson(request, async () => {
    countRequest(`review-link:${nameSender(request)}`, mostPerMinute);
    const { text, json } = await readJson(request);
    const input = linkAnswerInput.safeParse(text === "" ? {} : json);
    if (!input.success) throw fromZod(input.error);
    const { id, status, decision } = await answerByLink(token, input.data);
    return Response.json({ ok: true, reviewId: id, status, decision });
  });
}

async function readJson(request: Request): Promise<{ text: string; json: unknown }> {
  const body = await readBody(request, mostBodyBytes);
  return body.byteLength === 0 ? { text: "", json: {} } : decodeJsonText(body);
}

/** One of 4,096 groups of addresses: what strangers may make the hub remember has a bound. */
function nameSender(request: Request): string {
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "local";
  return sha256(address).slice(0, 3);
}
