import { open, seal } from "@/server/crypto";
import { parseOrUndefined } from "@/server/json-text";

/** A column with sealed text; `field` is the one its values are bound to. */
export type SealedPlace = {
  table: string;
  idColumn: string;
  column: string;
  field: string;
  /** The column is JSON, and under this name stands sealed text, or an object of sealed texts bound to `field.name`. */
  within?: string;
  /** The only rows that may have one, as SQL. */
  only?: string;
};

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
  {
    table: "trigger",
    idColumn: "id",
    column: "config",
    field: "config.headers",
    within: "headers",
    only: "trigger_type = 'polling'",
  },
  {
    table: "persona_message",
    idColumn: "id",
    column: "metadata",
    field: "answer_links",
    within: "answerLinks",
  },
  {
    table: "execution",
    idColumn: "id",
    column: "worker_progress",
    field: "worker_progress",
    within: "tail",
    only: "status = 'running'",
  },
];

/** The sealed texts of a value of this place. */
export function listSealedTexts({ within }: SealedPlace, value: string): string[] {
  if (within === undefined) return [value];
  const inner = readWithin(value, within);
  return (typeof inner === "string" ? [inner] : Object.values(inner)).filter(isSealed);
}

/** The value, sealed anew with the active key. Throws when it cannot be opened. */
export function resealValue(place: SealedPlace, id: string, value: string): string {
  const { table, field, within } = place;
  if (within === undefined) return reseal(value, { table, id, field });
  const inner = readWithin(value, within);
  const renew = (text: string, name: string) =>
    isSealed(text) ? reseal(text, { table, id, field: name }) : text;
  const after =
    typeof inner === "string"
      ? renew(inner, field)
      : Object.fromEntries(
          Object.entries(inner).map(([name, text]) => [name, renew(text, `${field}.${name}`)]),
        );
  return JSON.stringify({ ...(JSON.parse(value) as object), [within]: after });
}

function reseal(sealed: string, place: { table: string; id: string; field: string }): string {
  return seal(open(sealed, place), place);
}

function isSealed(text: unknown): boolean {
  return typeof text === "string" && text.startsWith("v1.");
}

function readWithin(json: string, name: string): string | Record<string, string> {
  const parsed = (parseOrUndefined(json) ?? {}) as Record<
    string,
    string | Record<string, string> | undefined
  >;
  return parsed[name] ?? {};
}
