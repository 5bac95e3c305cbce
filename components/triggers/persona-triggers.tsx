"use client";

import { useQuery } from "@tanstack/react-query";
import { AlarmClock, Plus } from "lucide-react";
import { DataTable } from "@/components/shared/data-table";
import { EmptyState } from "@/components/shared/empty-state";
import { Section } from "@/components/shared/section";
import { listTriggerColumns } from "@/components/triggers/trigger-columns";
import { ButtonLink } from "@/components/ui/button-link";
import { useTRPC } from "@/lib/trpc";

const columns = listTriggerColumns({ hasPersona: false });

/** What sets a persona to work by itself. */
export function PersonaTriggers({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.triggers.listForPersona.queryOptions({ personaId }));
  const newHref = `/triggers/new?personaId=${personaId}`;
  return (
    <Section
      title="Triggers"
      note="Planned times, other personas, pages that change"
      className="mt-8 max-w-4xl"
      action={
        <ButtonLink href={newHref}>
          <Plus aria-hidden className="size-3.5" /> New trigger
        </ButtonLink>
      }
    >
      <DataTable
        label="Triggers"
        columns={columns}
        rows={list.data}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey={(row) => row.id}
        rowHref={(row) => `/triggers/${row.id}`}
        isFiltered={false}
        noResults={null}
        empty={
          <EmptyState
            icon={AlarmClock}
            title="Nothing sets it to work by itself"
            action={<ButtonLink href={newHref}>New trigger</ButtonLink>}
          >
            Give it a schedule, chain it to another persona, or let it watch a page.
          </EmptyState>
        }
      />
    </Section>
  );
}
