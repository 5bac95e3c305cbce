import { AppError, type ErrorCode, errorTable } from "@/server/errors";
import type { NewEvent } from "@/server/events/record";
import type { ProviderName, RefusalReason } from "@/server/webhooks/schema";

/** Somebody at the door: what decides whether they are let in. `now` is epoch ms. */
export type Knock = {
  headers: Headers;
  body: Uint8Array;
  bearer: string | null;
  /** Every secret that holds at the moment. */
  secrets: readonly string[];
  now: number;
};

export type Refusal = { reason: RefusalReason; message: string };

/** A delivery that was let in. */
export type Arrival = {
  headers: Headers;
  text: string;
  json: unknown;
  bodySha256: string;
  /** The persona whose door it came to. */
  personaId: string | null;
};

/** How one sender's deliveries are verified and read. */
export type Provider = {
  name: ProviderName;
  label: string;
  /** False when the headers alone decide, before anybody's 25 MB are read. */
  isSigned: (headers: Headers) => boolean;
  /** Why the sender is not let in, or null. */
  verify: (knock: Knock) => Refusal | null | Promise<Refusal | null>;
  /** True when nothing can be verified without a secret. */
  needsSecret: boolean;
  /** Also takes a form whose field `payload` is the JSON. */
  takesForms?: true;
  /** The sender's own id of this delivery, the same each time it is sent; null when it gives none. */
  deliveryId: (arrival: Arrival) => string | null;
  toEvent: (arrival: Arrival) => NewEvent;
  /** What is answered at once to a handshake, which makes no event; null for anything else. */
  answer?: (arrival: Arrival) => Record<string, unknown> | null;
  /** The status that says "recorded" to this sender. */
  status: 200 | 201;
};

const codes: Record<RefusalReason, ErrorCode> = {
  signature_missing: "unauthorized",
  signature_invalid: "unauthorized",
  key_invalid: "unauthorized",
  timestamp_outside_window: "unauthorized",
  secret_not_configured: "forbidden",
  body_too_large: "too_large",
  not_json: "bad_json",
  delivery_id_invalid: "validation_failed",
  unknown_persona: "not_found",
  rate_limited: "rate_limited",
};

/** A refusal as it is answered, with the reason as the log keeps it. */
export class RefusedDelivery extends AppError {
  readonly reason: RefusalReason;

  constructor({ reason, message }: Refusal, code: ErrorCode = codes[reason]) {
    const headers: Record<string, string> =
      errorTable[code].status === 401 ? { "WWW-Authenticate": "Bearer" } : {};
    super(code, message, { headers });
    this.reason = reason;
  }
}

const reasons: Partial<Record<ErrorCode, RefusalReason>> = {
  too_large: "body_too_large",
  bad_json: "not_json",
  validation_failed: "delivery_id_invalid",
  rate_limited: "rate_limited",
};

/** Why a delivery was refused, by what was thrown; null for a fault of our own. */
export function readReason(error: unknown): RefusalReason | null {
  if (error instanceof RefusedDelivery) return error.reason;
  return error instanceof AppError ? (reasons[error.code] ?? null) : null;
}
