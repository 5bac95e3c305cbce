"use client";

import { ExternalLink } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useSignInActs } from "@/components/connection/use-sign-in-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button, buttonClass } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";

type SignInFormProps = {
  begun: { authUrl: string; state: string; instructions: string[] };
  onClose: () => void;
};

/** A sign-in that was begun: where to go, what to do there, and a place for the code that may come of it. */
export function SignInForm({ begun, onClose }: SignInFormProps) {
  const { finish } = useSignInActs();
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const state = code.includes("#") ? {} : { state: begun.state };
    finish.mutate(
      { code, ...state },
      {
        onSuccess: () => {
          showToast({ tone: "success", text: "Claude is connected" });
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <ol className="list-decimal pl-5 text-ink-muted text-table">
        {begun.instructions.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div>
        <a href={begun.authUrl} target="_blank" rel="noreferrer" className={buttonClass({ tone: "primary" })}>
          Open Claude's sign-in <ExternalLink aria-hidden className="size-3.5" />
        </a>
      </div>
      <Field label="Code" path="code" issues={readFailure(finish.error).issues}>
        {(control) => (
          <Input
            {...control}
            required
            autoComplete="off"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            className="font-mono"
          />
        )}
      </Field>
      <FormError error={finish.error} paths={["code"]} />
      <div className="flex gap-2">
        <Button type="submit" disabled={finish.isPending || code.trim() === ""}>
          Connect
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
