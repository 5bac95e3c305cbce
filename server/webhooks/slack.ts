import { asObject, firstWord, nameEventType } from "@/server/webhooks/payload";
import type { Knock, Provider, Refusal } from "@/server/webhooks/provider";
import {
  holdsAny,
  refuseTime,
  signatureInvalid,
  signatureMissing,
  signParts,
} from "@/server/webhooks/signature";

/** Slack: `v0=` HMAC over `v0:<time>:<body>`; waits three seconds for a 200 and sends again under the same event_id. */
export const slack: Provider = {
  name: "slack",
  label: "Slack",
  needsSecret: true,
  takesForms: true,
  status: 200,
  isSigned: (headers) => headers.has("x-slack-signature") && headers.has("x-slack-request-timestamp"),
  verify: verifySlack,
  deliveryId: ({ json }) => firstWord(asObject(json).event_id),
  toEvent: ({ json, text }) => {
    const given = asObject(json);
    const event = asObject(given.event);
    return {
      eventType: nameEventType("slack_", firstWord(event.type, given.type) ?? "unknown"),
      sourceType: "slack",
      sourceId: readPlace(given, event),
      targetPersonaId: null,
      payload: text,
      useCaseId: null,
    };
  },
  answer: ({ json }) => {
    const { type, challenge } = asObject(json);
    return type === "url_verification" && typeof challenge === "string" ? { challenge } : null;
  },
};

function verifySlack({ headers, body, secrets, now }: Knock): Refusal | null {
  const signature = headers.get("x-slack-signature");
  const time = headers.get("x-slack-request-timestamp");
  if (signature === null || time === null)
    return signatureMissing("X-Slack-Signature or X-Slack-Request-Timestamp");
  const sign = (secret: string) => `v0=${signParts(secret, "hex", `v0:${time}:`, body)}`;
  return refuseTime(time, now) ?? (holdsAny([signature], secrets, sign) ? null : signatureInvalid);
}

/** `<team>/<channel>`, or the team alone, so that a subscription can name either. */
function readPlace(given: Record<string, unknown>, event: Record<string, unknown>): string | null {
  const team = firstWord(given.team_id, asObject(given.team).id);
  const channel = firstWord(
    event.channel,
    asObject(event.channel).id,
    asObject(event.item).channel,
    asObject(given.channel).id,
  );
  return team !== null && channel !== null ? `${team}/${channel}` : (team ?? channel);
}
