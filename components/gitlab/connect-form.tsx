"use client";

import { type FormEvent, useState } from "react";
import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";

/** Gives the hub a token of GitLab's, which is tried before it is kept. `baseUrl` is where it looks unless told otherwise. */
export function ConnectForm({ baseUrl }: { baseUrl: string }) {
  const { connect } = useGitlabActs();
  const [url, setUrl] = useState(baseUrl);
  const issues = readFailure(connect.error).issues;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Read from the field itself: a token pasted before the page was ready counts too.
    const token = new FormData(event.currentTarget).get("token");
    connect.mutate(
      { token: typeof token === "string" ? token : "", baseUrl: url.trim() },
      {
        onSuccess: ({ username }) =>
          showToast({ tone: "success", text: `GitLab is connected${username ? ` as @${username}` : ""}` }),
      },
    );
  };
  return (
    <Section title="Connect GitLab" className="max-w-xl">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <p className="text-ink-muted">
          Personas can then be deployed to projects as Duo agents, or as a section of AGENTS.md where GitLab
          has none; credentials be sent along as CI/CD variables, and pipelines started.
        </p>
        <Field label="Address" path="baseUrl" issues={issues}>
          {(control) => (
            <Input
              {...control}
              type="url"
              required
              spellCheck={false}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              className="font-mono"
            />
          )}
        </Field>
        <Field
          label="Personal access token"
          path="token"
          issues={issues}
          hint="With the scope api, from GitLab under Preferences → Access tokens. Tried before it is kept, stored sealed, never shown again."
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              required
              autoComplete="off"
              spellCheck={false}
              placeholder="glpat-…"
              className="font-mono"
            />
          )}
        </Field>
        <FormError error={connect.error} paths={["token", "baseUrl"]} />
        <div>
          <Button type="submit" tone="primary" disabled={connect.isPending}>
            {connect.isPending ? "Trying it…" : "Connect GitLab"}
          </Button>
        </div>
      </form>
    </Section>
  );
}
