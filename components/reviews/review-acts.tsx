"use client";

import { useRef, useState } from "react";
import { ArgsEditor } from "@/components/reviews/args-editor";
import { actWords, describeConsequences, readArgs, readSuggestions } from "@/components/reviews/consequences";
import type { useReviewActs } from "@/components/reviews/use-review-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { useKeys } from "@/components/shared/use-keys";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { readFailure } from "@/lib/failure";
import type { Decision, ReviewOutput } from "@/server/reviews/schema";

export type ReviewActsProps = {
  review: ReviewOutput;
  answer: ReturnType<typeof useReviewActs>["answer"];
  /** Whether a, r and e act on it from anywhere on the page. */
  hasKeys?: boolean;
  /** Whether an answer can be meant for this question, and not for the one that stood here a moment ago. */
  mayAnswer?: () => boolean;
  onAnswered?: () => void;
};

const keys: Partial<Record<Decision, string>> = { approve: "a", reject: "r" };

/** The answers that a pending review takes. Rejecting asks for the reason first. */
export function ReviewActs({ review, answer, hasKeys = false, mayAnswer, onAnswered }: ReviewActsProps) {
  const [notes, setNotes] = useState("");
  const [isRejecting, setRejecting] = useState(false);
  const [edited, setEdited] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { id, kind, argsHash, args, personaName } = review;
  // Until what was answered is shown as answered.
  const isGiven = answer.isPending || answer.isSuccess;
  const isEditFaulty = edited !== null && "fault" in readArgs(edited);
  const give = (decision: Decision) => {
    const isTouched = notes !== "" || edited !== null;
    if (isGiven || (!isTouched && mayAnswer?.() === false)) return;
    if (decision === "reject" && notes.trim() === "") {
      setRejecting(true);
      field.current?.focus();
      return;
    }
    if (decision === "approve" && isEditFaulty) return;
    answer.mutate(
      {
        id,
        decision,
        ...(notes.trim() ? { notes } : {}),
        ...(argsHash ? { argsHash } : {}),
        ...(edited !== null && decision === "approve" ? { args: edited } : {}),
      },
      { onSuccess: onAnswered },
    );
  };
  const edit = () => kind === "tool_call" && edited === null && setEdited(spread(args));
  // On a narrow screen the list hides what is open beside it; keys must not answer what nobody sees.
  const ifSeen = (act: () => unknown) => () => {
    if (field.current?.offsetParent) act();
  };
  const has = (decision: Decision) => choices.some((choice) => choice.decision === decision);
  const choices = describeConsequences(review);
  useKeys(
    {
      a: ifSeen(() => has("approve") && give("approve")),
      r: ifSeen(() => {
        if (!has("reject")) return;
        setRejecting(true);
        field.current?.focus();
      }),
      e: ifSeen(edit),
    },
    hasKeys,
  );
  return (
    <>
      {edited !== null && (
        <ArgsEditor
          text={edited}
          onText={setEdited}
          issues={readFailure(answer.error).issues}
          onDiscard={() => setEdited(null)}
        />
      )}
      <Field
        label={isRejecting ? "Reason" : `Note to ${personaName}`}
        path="notes"
        issues={readFailure(answer.error).issues}
        hint={isRejecting ? "Enter rejects, Esc takes it back." : "Needed to reject; otherwise as you like."}
      >
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            rows={2}
            maxLength={2_000}
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                event.preventDefault();
                setRejecting(false);
                event.currentTarget.blur();
              }
              if (event.key !== "Enter" || event.shiftKey || !isRejecting || notes.trim() === "") return;
              event.preventDefault();
              give("reject");
            }}
          />
        )}
      </Field>
      <Suggestions of={readSuggestions(review)} onPick={setNotes} />
      <FormError error={answer.error} paths={["notes", ...(edited === null ? [] : ["args"])]} />
      {/* In sight however long the question is. */}
      <div className="sticky bottom-0 -my-3 flex flex-wrap gap-2 bg-paper py-3">
        {choices.map(({ decision }, place) => (
          <Button
            key={decision}
            tone={place === 0 ? "primary" : decision === "reject" && isRejecting ? "danger" : "plain"}
            disabled={isGiven || (decision === "approve" && isEditFaulty)}
            aria-keyshortcuts={hasKeys ? keys[decision] : undefined}
            onClick={() => give(decision)}
          >
            {decision === "approve" && edited !== null ? "Approve edited arguments" : actWords[decision]}
            {hasKeys && keys[decision] && <KeyHint of={keys[decision]} />}
          </Button>
        ))}
        {kind === "tool_call" && edited === null && (
          <Button aria-keyshortcuts={hasKeys ? "e" : undefined} onClick={edit}>
            Edit arguments
            {hasKeys && <KeyHint of="e" />}
          </Button>
        )}
      </div>
    </>
  );
}

function KeyHint({ of }: { of: string }) {
  return (
    <span aria-hidden className="font-normal max-sm:hidden pointer-coarse:hidden">
      <Kbd>{of}</Kbd>
    </span>
  );
}

/** What the persona proposes, to be taken over as one's own words. */
function Suggestions({ of, onPick }: { of: string[]; onPick: (text: string) => void }) {
  if (of.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-muted text-table">Suggested:</span>
      {of.map((words) => (
        <Button key={words} className="max-w-full" onClick={() => onPick(words)}>
          <span className="truncate">{words}</span>
        </Button>
      ))}
    </div>
  );
}

/** The arguments, each on its line, as one wants to edit them. */
function spread(args: string | null): string {
  try {
    return JSON.stringify(JSON.parse(args ?? "{}"), null, 2);
  } catch {
    return args ?? "{}";
  }
}
