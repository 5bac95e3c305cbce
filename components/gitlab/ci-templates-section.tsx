"use client";

import { FileCode } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import type { ProjectOutput } from "@/server/gitlab/schema";

const CiTemplatesDialog = dynamic(
  () => import("@/components/gitlab/ci-templates-dialog").then((module) => module.CiTemplatesDialog),
  { ssr: false },
);

/** The way to jobs by which the project's pipelines call a persona. */
export function CiTemplatesSection({ project }: { project: ProjectOutput }) {
  const [personaId, setPersonaId] = useQueryState("ci", clientParsers.parseAsString);
  return (
    <Section
      title="CI/CD templates"
      action={
        <Button onClick={() => void setPersonaId("")}>
          <FileCode aria-hidden className="size-3.5" /> Show templates
        </Button>
      }
    >
      <p className="py-3 text-ink-muted text-table">
        Jobs for .gitlab-ci.yml that set a persona to work: to review merge requests, to look into failed
        pipelines, to write release notes.
      </p>
      {personaId !== null && (
        <CiTemplatesDialog
          project={project}
          personaId={personaId}
          onPersona={(id) => void setPersonaId(id)}
          onClose={() => void setPersonaId(null)}
        />
      )}
    </Section>
  );
}
