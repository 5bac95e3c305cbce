import type { PersonaMessage } from "@/prisma/generated/client";
import { open, seal } from "@/server/crypto";
import { parseOrUndefined } from "@/server/json-text";

/** What a message says beside its text. */
export type Metadata = { reviewId?: string; answerLinks?: string; [key: string]: unknown };
/** They answer a review without signing in; whoever reads one can. */
export type AnswerLinks = { approveUrl: string | null; rejectUrl: string | null };

const none: AnswerLinks = { approveUrl: null, rejectUrl: null };

/** Metadata as it is stored: `approveUrl` and `rejectUrl` are sealed, because whoever reads them may answer. */
export function sealLinks(messageId: string, { approveUrl, rejectUrl, ...metadata }: Metadata): Metadata {
  if (approveUrl === undefined && rejectUrl === undefined) return metadata;
  const links = JSON.stringify({ approveUrl: approveUrl ?? null, rejectUrl: rejectUrl ?? null });
  return { ...metadata, answerLinks: seal(links, placeOf(messageId)) };
}

/** The links of a row; none when it has none, or when its key is gone: they expire sooner than keys do. */
export function openLinks(row: Pick<PersonaMessage, "id" | "metadata">): AnswerLinks {
  const { answerLinks } = readMetadata(row);
  if (answerLinks === undefined) return none;
  try {
    return JSON.parse(open(answerLinks, placeOf(row.id))) as AnswerLinks;
  } catch {
    return none;
  }
}

/** The metadata of a row; empty when there is none. */
export function readMetadata({ metadata }: Pick<PersonaMessage, "metadata">): Metadata {
  const parsed = parseOrUndefined(metadata);
  return typeof parsed === "object" && parsed !== null ? (parsed as Metadata) : {};
}

function placeOf(id: string) {
  return { table: "persona_message", id, field: "answer_links" };
}
