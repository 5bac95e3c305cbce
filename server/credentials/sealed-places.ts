import { open, seal } from "@/server/crypto";
import { parseOrUndefined } from "@/server/json-text";

/** A column with sealed text; `field` is the one its values are bound to. */
type Column = { table: string; idColumn: string; column: string; field: string };
/** A column of JSON whose `headers` are sealed one by one. */
type Headers = Column & { isHeaders: true };
export type SealedPlace = Column | Headers;

/**
 * Everywhere that sealed text lies in the database. Whoever adds a column adds its line here: a rotation seals anew
 * what is in this list and nothing else.
 */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: "secret", idColumn: "name", column: "sealed", field: "sealed" },
  { table: "credential", idColumn: "id", column: "sealed", field: "fields" },
  {
    table: "persona",
    idColumn: "id",
    column: "webhook_secret_sealed",
    field: "webhook_secret_sealed",
  },
  {
    table: "persona",
    idColumn: "id",
    column: "previous_webhook_secret_sealed",
    // Moved over as it is when the secret is replaced.
    field: "webhook_secret_sealed",
  },
  { table: "persona", idColumn: "id", column: "model_auth_sealed", field: "model_auth_sealed" },
  { table: "receiver_secret", idColumn: "id", column: "sealed", field: "sealed" },
  { table: "endpoint", idColumn: "id", column: "secret_sealed", field: "secret_sealed" },
  {
    table: "endpoint",
    idColumn: "id",
    column: "previous_secret_sealed",
    field: "previous_secret_sealed",
  },
  { table: "mcp_server", idColumn: "id", column: "auth_sealed", field: "auth_sealed" },
  { table: "message_channel", idColumn: "id", column: "config_sealed", field: "config_sealed" },
  { table: "oauth_state", idColumn: "state_hash", column: "verifier_sealed", field: "verifier_sealed" },
  { table: "idempotent_reply", idColumn: "key", column: "body", field: "body" },
  { table: "trigger", idColumn: "id", column: "config", field: "config.headers", isHeaders: true },
];

/** The sealed texts of a value of this place. */
export function listSealedTexts(place: SealedPlace, value: string): string[] {
  return "isHeaders" in place ? Object.values(readHeaders(value)) : [value];
}

/** The value, sealed anew with the active key. Throws when it cannot be opened. */
export function resealValue(place: SealedPlace, id: string, value: string): string {
  const { table, field } = place;
  if (!("isHeaders" in place)) return reseal(value, { table, id, field });
  const headers = Object.entries(readHeaders(value)).map(([name, sealed]) => [
    name,
    reseal(sealed, { table, id, field: `${field}.${name}` }),
  ]);
  return JSON.stringify({ ...(JSON.parse(value) as object), headers: Object.fromEntries(headers) });
}

function reseal(sealed: string, place: { table: string; id: string; field: string }): string {
  return seal(open(sealed, place), place);
}

function readHeaders(config: string): Record<string, string> {
  const { headers } = (parseOrUndefined(config) ?? {}) as { headers?: Record<string, string> };
  return headers ?? {};
}
