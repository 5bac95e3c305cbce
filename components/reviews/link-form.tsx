"use client";

import { type FormEvent, useState } from "react";
import { Field } from "@/components/shared/field";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";

type LinkFormProps = { token: string; decision: "approve" | "reject"; argsHash: string | null };
type Outcome = { isDone: boolean; words: string };

/** The one answer that a link stands for, given by a button and not by looking. */
export function LinkForm({ token, decision, argsHash }: LinkFormProps) {
  const [notes, setNotes] = useState("");
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setOutcome(await answer(token, { notes: notes.trim() || undefined, argsHash: argsHash ?? undefined }));
    setSending(false);
  };
  if (outcome?.isDone)
    return (
      <p role="status" className="rounded-md bg-completed-tint px-3 py-2.5">
        {decision === "approve" ? "Approved." : "Rejected."} You can close this page.
      </p>
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 border-line border-t pt-5">
      <Field label={decision === "reject" ? "Reason" : "Note"} path="notes">
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
      {outcome && (
        <p role="alert" className="rounded-md bg-failed-tint px-3 py-2 text-table">
          {outcome.words}
        </p>
      )}
      <div>
        <Button type="submit" tone={decision === "reject" ? "danger" : "primary"} disabled={isSending}>
          {decision === "reject" ? "Reject with this reason" : "Approve"}
        </Button>
      </div>
    </form>
  );
}

async function answer(token: string, body: object): Promise<Outcome> {
  try {
    const reply = await fetch(`/api/review-links/${encodeURIComponent(token)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (reply.ok) return { isDone: true, words: "" };
    const { error } = (await reply.json()) as { error?: unknown };
    return { isDone: false, words: typeof error === "string" ? error : "The hub refused this." };
  } catch {
    return { isDone: false, words: "The hub does not answer. Check your connection, then try again." };
  }
}
