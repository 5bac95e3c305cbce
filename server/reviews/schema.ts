import { z } from "zod";
import { plainText, typedJsonText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

export const reviewKinds = ["manual_review", "tool_call", "outcome_unknown", "worker"] as const;
export type ReviewKind = (typeof reviewKinds)[number];
/** From the least urgent. */
export const severities = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];
/** `timed_out`: what had asked ended before anybody answered. */
export const reviewStatuses = ["pending", "approved", "rejected", "resolved", "timed_out"] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];
export const decisions = ["approve", "reject", "resolve", "repeat", "done", "abandon"] as const;
export type Decision = (typeof decisions)[number];

const mostArgsBytes = 100 * 1024;
const notes = plainText(2_000).trim();
const hash = z.string().regex(/^[0-9a-f]{64}$/, "The SHA-256 that the review shows, in hex");

export const reviewList = z.strictObject({
  ...pageInput,
  /** `answered` is everything that is no longer pending. */
  status: z.enum([...reviewStatuses, "answered"]).optional(),
  severity: z.enum(severities).optional(),
  kind: z.enum(reviewKinds).optional(),
  personaId: idInput.optional(),
  executionId: idInput.optional(),
  /** Words of title, description or persona's name, or an id. */
  search: plainText(200).optional(),
});
export type ReviewList = z.infer<typeof reviewList>;
export type ReviewFilter = Omit<ReviewList, "limit" | "offset">;

export const pendingList = z.strictObject(pageInput);
export const executionReviews = z.strictObject({ executionId: idInput });

export const answerInput = z.strictObject({
  id: idInput,
  decision: z.enum(decisions),
  /** What the persona is told; a tool call is not rejected without a reason. */
  notes: notes.optional(),
  /** The hash of the arguments that were looked at. A tool call is approved by it alone. */
  argsHash: hash.optional(),
  /** The arguments to run with instead, as a JSON object. */
  args: typedJsonText(mostArgsBytes, z.record(z.string(), z.unknown())).optional(),
});
export type AnswerInput = z.infer<typeof answerInput>;

export const answerManyInput = z.strictObject({
  decision: z.enum(["approve", "reject"]),
  notes: notes.optional(),
  reviews: z
    .array(z.strictObject({ id: idInput, argsHash: hash.optional() }))
    .min(1, "Name at least one review")
    .max(100, "At most 100 at once"),
});
export type AnswerManyInput = z.infer<typeof answerManyInput>;

/** contracts/personas.md §1.7 */
export const respondInput = z.strictObject({
  executionId: idInput,
  reviewId: idInput,
  decision: z.enum(["approved", "rejected"]),
  message: notes.optional(),
  argsHash: hash.optional(),
});
export type RespondInput = z.infer<typeof respondInput>;

export const respondOutput = z.object({
  ok: z.literal(true),
  executionId: z.string(),
  reviewId: z.string(),
  decision: z.enum(["approved", "rejected"]),
});
export type RespondOutput = z.infer<typeof respondOutput>;

const optionalText = z.string().nullable();

/** A line of the list: contents are left to the detail. */
export const reviewSummary = z.object({
  id: z.string(),
  reviewId: z.string(),
  projectId: z.string(),
  kind: z.enum(reviewKinds),
  executionId: z.string(),
  personaId: z.string(),
  personaName: z.string(),
  toolCallId: optionalText,
  title: z.string(),
  severity: z.enum(severities),
  toolName: optionalText,
  argsHash: optionalText,
  parseError: optionalText,
  /** Whether the execution waits for the answer. */
  isBlocking: z.boolean(),
  status: z.enum(reviewStatuses),
  decision: z.enum(decisions).nullable(),
  resolvedBy: optionalText,
  resolvedAt: optionalText,
  dueAt: optionalText,
  escalatedAt: optionalText,
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ReviewSummary = z.infer<typeof reviewSummary>;

/** contracts/personas.md §1.1 (ManualReview) and §1.8 (payload, responseMessage). */
export const reviewOutput = reviewSummary.extend({
  description: optionalText,
  contextData: optionalText,
  /** A JSON array of texts. */
  suggestedActions: optionalText,
  /** The exact arguments as JSON; `editedArgs` are what a person made of them, and what runs then. */
  args: optionalText,
  editedArgs: optionalText,
  reviewerNotes: optionalText,
  payload: z.string(),
  responseMessage: optionalText,
});
export type ReviewOutput = z.infer<typeof reviewOutput>;

/** What an execution shows of the reviews it waits for. */
export const pendingReview = z.object({
  reviewId: z.string(),
  title: z.string(),
  kind: z.enum(reviewKinds),
  severity: z.enum(severities),
  createdAt: z.string(),
});
export type PendingReview = z.infer<typeof pendingReview>;

export const answerManyOutput = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      /** The review's new status, or null when its answer was refused, with the reason. */
      status: z.enum(reviewStatuses).nullable(),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
export type AnswerManyOutput = z.infer<typeof answerManyOutput>;

/** The body of an answer by link; the link itself says approve or reject. */
export const linkAnswerInput = z.strictObject({ notes: notes.optional(), argsHash: hash.optional() });
export type LinkAnswerInput = z.infer<typeof linkAnswerInput>;

/** What a link leads to. */
export type LinkView =
  | { state: "open"; decision: "approve" | "reject"; expiresAt: string; review: ReviewOutput }
  | { state: "answered"; words: string }
  | { state: "used" | "expired" | "unknown" };
