"use client";

import { type FormEvent, useState } from "react";
import { useReviewActs } from "@/components/reviews/use-review-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { AnswerManyOutput, ReviewSummary } from "@/server/reviews/schema";

type BulkDialogProps = {
  decision: "approve" | "reject";
  reviews: ReviewSummary[];
  /** With those that were answered. */
  onDone: (ids: string[]) => void;
  onClose: () => void;
};

/** Asks before several reviews are answered at once, and says which of them were refused. */
export function BulkDialog({ decision, reviews, onDone, onClose }: BulkDialogProps) {
  const { answerMany } = useReviewActs();
  const [notes, setNotes] = useState("");
  // What is answered leaves the list; the question stays what it was.
  const [asked] = useState(reviews);
  const act = `${decision === "approve" ? "Approve" : "Reject"} ${asked.length}`;
  const results = answerMany.data?.results ?? [];
  const done = () => onDone(results.filter(({ error }) => error === null).map(({ id }) => id));
  const refused = results.filter(({ error }) => error !== null);
  // Which were refused is still to be said.
  const close = () => {
    if (!answerMany.isPending) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answerMany.mutate(
      {
        decision,
        ...(notes.trim() ? { notes } : {}),
        reviews: asked.map(({ id, argsHash }) => ({ id, ...(argsHash ? { argsHash } : {}) })),
      },
      {
        onSuccess: ({ results }) => {
          if (results.some(({ error }) => error !== null)) return;
          showToast({ tone: "success", text: `${results.length} answered` });
          onDone(results.map(({ id }) => id));
        },
      },
    );
  };
  if (refused.length > 0)
    return (
      <Dialog title={`${refused.length} of ${asked.length} were not answered`} onClose={done}>
        <Refusals refused={refused} asked={asked} />
        <div className="mt-4 flex justify-end">
          <Button onClick={done}>Close</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={`${act} ${asked.length === 1 ? "review" : "reviews"}?`} onClose={close}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ul className="max-h-60 list-disc overflow-y-auto pl-5 text-table">
          {asked.map(({ id, title, personaName }) => (
            <li key={id} className="break-words">
              {title} <span className="text-ink-muted">{personaName}</span>
            </li>
          ))}
        </ul>
        <Field
          label={decision === "reject" ? "Reason" : "Note"}
          path="notes"
          issues={readFailure(answerMany.error).issues}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              required={decision === "reject"}
              maxLength={2_000}
              value={notes}
              onChange={(event) => setNotes(event.target.value)}
            />
          )}
        </Field>
        <FormError error={answerMany.error} paths={["notes"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={close} disabled={answerMany.isPending}>
            Cancel
          </Button>
          <Button
            type="submit"
            tone={decision === "reject" ? "danger" : "primary"}
            disabled={answerMany.isPending}
          >
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Refusals({ refused, asked }: { refused: AnswerManyOutput["results"]; asked: ReviewSummary[] }) {
  const titles = new Map(asked.map(({ id, title }) => [id, title]));
  return (
    <ul className="flex flex-col gap-2 text-table">
      {refused.map(({ id, error }) => (
        <li key={id} className="break-words">
          <span className="font-semibold">{titles.get(id)}</span>
          <span className="block text-ink-muted">{error?.message}</span>
        </li>
      ))}
    </ul>
  );
}
