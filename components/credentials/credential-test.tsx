"use client";

import { Plug } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import type { CredentialOutput } from "@/server/credentials/schema";

/** Tries a credential at a host on its list, and shows what came of it last. */
export function CredentialTest({ credential }: { credential: CredentialOutput }) {
  const { test } = useCredentialActs();
  const [url, setUrl] = useState("");
  const { id, lastTestedAt, lastTestError } = credential;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = url.trim();
    test.mutate(given ? { id, url: given } : { id });
  };
  return (
    <Section title="Test">
      <form onSubmit={submit} className="flex flex-col items-start gap-3 pt-3">
        <Field
          className="w-full"
          label="URL"
          path="url"
          issues={readFailure(test.error).issues}
          hint="A GET is sent there with the credential. Empty: where the service says who one is."
        >
          {(control) => (
            <Input
              {...control}
              type="url"
              autoComplete="off"
              spellCheck={false}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              className="font-mono"
            />
          )}
        </Field>
        <FormError error={test.error} paths={["url"]} />
        <Button type="submit" disabled={test.isPending}>
          <Plug aria-hidden className="size-3.5" /> {test.isPending ? "Trying it…" : "Test credential"}
        </Button>
        <p role="status" className="text-table">
          {lastTestedAt ? (
            <>
              {lastTestError ?? test.data?.message ?? "It was accepted."}{" "}
              <span className="text-ink-muted">
                Tried <RelativeTime at={lastTestedAt} />.
              </span>
            </>
          ) : (
            <span className="text-ink-muted">Not tried with its present values.</span>
          )}
        </p>
      </form>
    </Section>
  );
}
