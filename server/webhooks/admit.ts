import { type Actor, requireScope } from "@/server/actor";
import { sha256 } from "@/server/crypto";
import { keepHeaders, readArrival, readKey } from "@/server/webhooks/delivery";
import type { Provider } from "@/server/webhooks/provider";
import { type RecordedDelivery, recordAnswered, recordDelivery } from "@/server/webhooks/record";

type Verified = {
  provider: Provider;
  personaId: string | null;
  headers: Headers;
  body: Uint8Array;
  reason?: "fetched";
};

/**
 * Records a delivery whose sender is known, with the event it stands for; or, of a handshake, that it was answered,
 * and with what. The same delivery again makes nothing. Throws bad_json, and validation_failed for an endless id.
 */
export async function admitDelivery(
  actor: Actor,
  { provider, personaId, headers, body, reason }: Verified,
): Promise<RecordedDelivery | { answer: Record<string, unknown> }> {
  requireScope(actor, "webhooks:receive");
  const bodySha256 = sha256(body);
  const arrival = readArrival(provider, { headers, body, bodySha256, personaId });
  const delivery = {
    provider: provider.name,
    personaId,
    ...readKey(provider, arrival),
    headers: keepHeaders(headers),
    bodySha256,
    bodyBytes: body.byteLength,
    ...(reason === undefined ? {} : { reason }),
  };
  const answer = provider.answer?.(arrival) ?? null;
  if (answer === null) return recordDelivery(delivery, provider.toEvent(arrival), body);
  await recordAnswered(delivery);
  return { answer };
}
