"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink, UserPlus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { CodeBlock } from "@/components/shared/code-block";
import { EmptyState } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { Field } from "@/components/shared/field";
import { ButtonLink } from "@/components/ui/button-link";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { CiTemplate, CiTemplateKind, ProjectOutput } from "@/server/gitlab/schema";

type CiTemplatesDialogProps = {
  project: ProjectOutput;
  personaId: string;
  onPersona: (id: string) => void;
  onClose: () => void;
};

/** A persona's CI/CD templates, each to be copied into the project. */
export function CiTemplatesDialog({ project, personaId, onPersona, onClose }: CiTemplatesDialogProps) {
  const trpc = useTRPC();
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  return (
    <Dialog
      title="CI/CD templates"
      description="A job calls the persona's webhook, signed with its secret. The secret stays out of the file: a CI/CD variable holds it."
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        {!personas.data && !personas.error && <Skeleton className="h-14 w-full" />}
        {personas.error && !personas.data && (
          <ErrorState what="The personas" error={personas.error} onRetry={() => void personas.refetch()} />
        )}
        {personas.data?.items.length === 0 && (
          <EmptyState
            icon={UserPlus}
            title="There is no persona yet"
            action={<ButtonLink href="/personas">Make one</ButtonLink>}
          >
            A job needs one to call.
          </EmptyState>
        )}
        {personas.data && personas.data.items.length > 0 && (
          <Field label="Persona" path="personaId" issues={[]}>
            {(control) => (
              <Select {...control} value={personaId} onChange={(event) => onPersona(event.target.value)}>
                <option value="">Choose one</option>
                {personas.data.items.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {personaId !== "" && <Templates project={project} personaId={personaId} />}
      </div>
    </Dialog>
  );
}

function Templates({ project, personaId }: { project: ProjectOutput; personaId: string }) {
  const trpc = useTRPC();
  const [kind, setKind] = useState<CiTemplateKind>("code-review");
  const query = useQuery(trpc.gitlab.ciTemplates.queryOptions({ personaId }));
  const { data, error } = query;
  if (error && !data)
    return <ErrorState what="The templates" error={error} onRetry={() => void query.refetch()} />;
  if (!data) return <Skeleton className="h-64 w-full" />;
  const template = data.find((each) => each.kind === kind);
  return (
    <>
      <Field label="Template" path="kind" issues={[]} hint={template?.description}>
        {(control) => (
          <Select
            {...control}
            value={kind}
            onChange={(event) => setKind(event.target.value as CiTemplateKind)}
          >
            {data.map((each) => (
              <option key={each.kind} value={each.kind}>
                {each.title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {template && <TemplateSteps project={project} personaId={personaId} template={template} />}
    </>
  );
}

type TemplateStepsProps = { project: ProjectOutput; personaId: string; template: CiTemplate };

function TemplateSteps({ project, personaId, template }: TemplateStepsProps) {
  const { webUrl } = project;
  return (
    <ol className="flex list-decimal flex-col gap-4 pl-5">
      <li>
        <p className="pb-2">
          Keep the persona's webhook secret in a CI/CD variable of this name, masked and not protected, under{" "}
          <GitlabLink href={`${webUrl}/-/settings/ci_cd`}>Settings → CI/CD</GitlabLink>. The secret is shown
          once; a new one is made in the{" "}
          <Link href={`/personas/${personaId}/settings`} className="underline">
            persona's settings
          </Link>
          , under Webhook.
        </p>
        <CodeBlock wrap label="variable name" text={template.variable} />
      </li>
      <li>
        <p className="pb-2">
          Add the job to .gitlab-ci.yml, in the{" "}
          <GitlabLink href={`${webUrl}/-/ci/editor`}>pipeline editor</GitlabLink> or by a commit.
        </p>
        <CodeBlock label="job" text={template.yaml} className="max-h-80" />
        {isOnThisMachine(template.webhookUrl) && (
          <p role="note" className="pt-2 text-ink-muted text-table">
            The hub's address leads to this machine alone, where GitLab's runners do not reach it. Set
            PUBLIC_URL to one that they do.
          </p>
        )}
      </li>
    </ol>
  );
}

function GitlabLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="underline">
      {children} <ExternalLink aria-hidden className="inline size-3.5" />
    </a>
  );
}

function isOnThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
