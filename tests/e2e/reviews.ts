import { createId } from "@/lib/ids";
import { hashCanonical } from "@/server/canonical-json";
import { hub } from "@/tests/e2e/hub";
import { query } from "@/tests/support/query";

/** What the tool of a review is to be called with. */
export const args = { url: "https://example.com/issues", method: "POST", body: { title: "Broken" } };
type Fields = Partial<Record<"kind" | "title" | "severity" | "parse_error" | "context_data", string>>;

/** A question as a persona leaves it. Those of one severity are asked one after the other. */
export async function ask(fields: Fields = {}): Promise<string> {
  const id = createId("review");
  const { kind = "manual_review", title = "Publish the notes?", severity = "medium" } = fields;
  const isCall = kind === "tool_call" || kind === "outcome_unknown";
  await query(
    hub,
    `INSERT INTO review (id, key, kind, execution_id, persona_id, persona_name, title, description, severity, context_data,
       suggested_actions, parse_error, tool_name, args, args_hash, is_blocking, due_at, updated_at)
     VALUES ($1, $1, $2, 'exe_asks', 'release-scribe', 'Release Scribe', $3, 'It has been checked twice.', $4, $5,
       '["Publish now", "Wait a day"]', $6, $7, $8, $9, true, now() + interval '2 hours', now())`,
    [
      id,
      kind,
      title,
      severity,
      fields.context_data ?? null,
      fields.parse_error ?? null,
      isCall ? "http_request" : null,
      isCall ? JSON.stringify(args) : null,
      isCall ? hashCanonical(args) : null,
    ],
  );
  return id;
}

type Row = { status: string; reviewer_notes: string | null; edited_args: string | null; args_hash: string };
/** A review as it is stored. */
export async function read(id: string): Promise<Row | undefined> {
  const rows = await query<Row>(
    hub,
    "SELECT status, reviewer_notes, edited_args, args_hash FROM review WHERE id = $1",
    [id],
  );
  return rows[0];
}
