"use client";

import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { ErrorState } from "@/components/shared/error-state";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";
import type { PipelineOutput, ProjectOutput } from "@/server/gitlab/schema";

const TriggerDialog = dynamic(
  () => import("@/components/gitlab/trigger-dialog").then((module) => module.TriggerDialog),
  { ssr: false },
);
/** GitLab tells nothing by itself; while the page is in sight it is asked. */
const refreshMs = 15_000;

/** A project's latest pipelines, and the way to start one. */
export function PipelinesSection({ project }: { project: ProjectOutput }) {
  const trpc = useTRPC();
  const [isStarting, setStarting] = useQueryState(
    "pipeline",
    clientParsers.parseAsBoolean.withDefault(false),
  );
  const query = useQuery({
    ...trpc.gitlab.pipelines.queryOptions({ projectId: project.id }),
    refetchInterval: refreshMs,
  });
  const start = (
    <Button onClick={() => void setStarting(true)}>
      <Play aria-hidden className="size-3.5" /> Start pipeline
    </Button>
  );
  return (
    <Section title="Pipelines" action={start}>
      {query.error && !query.data && (
        <ErrorState what="The pipelines" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {!query.data && !query.error && <Skeleton className="mt-3 h-16 w-full" />}
      {query.data?.length === 0 && (
        <p className="py-3 text-ink-muted text-table">
          No pipeline has run yet. Start one, or push a commit with a .gitlab-ci.yml.
        </p>
      )}
      {query.data && query.data.length > 0 && (
        <ul aria-label="Pipelines">
          {query.data.map((pipeline) => (
            <PipelineRow key={pipeline.id} pipeline={pipeline} />
          ))}
        </ul>
      )}
      {isStarting && <TriggerDialog project={project} onClose={() => void setStarting(null)} />}
    </Section>
  );
}

function PipelineRow({ pipeline }: { pipeline: PipelineOutput }) {
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5 text-table">
      <StatusBadge kind="pipeline" status={pipeline.status} />
      <a
        href={pipeline.webUrl}
        target="_blank"
        rel="noreferrer"
        className="font-mono text-code tabular-nums underline"
      >
        #{pipeline.id}
      </a>
      <span className="min-w-0 truncate text-ink-muted">{pipeline.ref}</span>
      {pipeline.createdAt && (
        <span className="ml-auto text-ink-muted">
          <RelativeTime at={pipeline.createdAt} />
        </span>
      )}
    </li>
  );
}
