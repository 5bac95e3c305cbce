"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { AlarmClock } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { BulkBar } from "@/components/shared/bulk-bar";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { useListFilters } from "@/components/shared/use-list-filters";
import { useSelection } from "@/components/shared/use-selection";
import { describeTriggerFilters, toTriggerQuery } from "@/components/triggers/filters";
import { listTriggerColumns } from "@/components/triggers/trigger-columns";
import { useTriggerActs } from "@/components/triggers/use-trigger-acts";
import { nameTrigger, typeWords } from "@/components/triggers/words";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);
const columns = listTriggerColumns({ hasPersona: true });
const types = Object.entries(typeWords).map(([value, { label }]) => ({ value, label }));
const states = [
  { value: "on", label: "On" },
  { value: "off", label: "Paused" },
];
const healths = [
  { value: "healthy", label: "Healthy" },
  { value: "degraded", label: "Degraded" },
];

const urlState = describeTriggerFilters(clientParsers);
/** Every trigger, the next to fire first, filtered by what the URL says. */
export function TriggersList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.triggers.list.queryOptions(toTriggerQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const selection = useSelection();
  const { update, remove, run } = useTriggerActs();
  const [isDeleting, setDeleting] = useState(false);
  const chosen = (query.data?.items ?? []).filter(({ id }) => selection.ids.has(id));
  const paused = chosen.filter(({ enabled }) => !enabled);
  const running = chosen.filter(({ enabled }) => enabled);
  const setEnabled = (rows: typeof chosen, enabled: boolean) => {
    for (const { id } of rows) update.mutate({ id, enabled });
    selection.clear();
  };
  const removeAll = async () => {
    for (const { id } of chosen) await remove.mutateAsync({ id });
    selection.clear();
    setDeleting(false);
  };
  return (
    <>
      <PageHeader
        title="Triggers"
        actions={
          <ButtonLink tone="primary" href="/triggers/new">
            New trigger
          </ButtonLink>
        }
      />
      <FilterBar noun="triggers" list={list}>
        <FilterSelect label="Type" all="Any type" {...list.choice("type")} options={types} />
        <FilterSelect
          label="Persona"
          all="Any persona"
          {...list.choice("persona")}
          options={(personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FilterSelect label="State" all="Any state" {...list.choice("state")} options={states} />
        <FilterSelect label="Health" all="Any health" {...list.choice("health")} options={healths} />
      </FilterBar>
      <FilteredTable
        noun="triggers"
        list={list}
        query={query}
        columns={columns}
        rowHref={(row) => `/triggers/${row.id}`}
        selection={{ ...selection, label: (row) => `${nameTrigger(row)}, ${row.personaName}` }}
        empty={
          <EmptyState
            icon={AlarmClock}
            title="Nothing fires by itself yet"
            action={<ButtonLink href="/triggers/new">New trigger</ButtonLink>}
          >
            A trigger sets a persona to work at planned times, after another persona, or when a page changes.
          </EmptyState>
        }
      />
      <BulkBar noun="triggers" count={chosen.length} onClear={selection.clear}>
        {running.length > 0 && (
          <Button onClick={() => setEnabled(running, false)}>Pause {running.length}</Button>
        )}
        {paused.length > 0 && (
          <Button onClick={() => setEnabled(paused, true)}>Resume {paused.length}</Button>
        )}
        <Button
          onClick={() => {
            for (const { id } of chosen) run.mutate({ id });
            selection.clear();
          }}
        >
          Run {chosen.length} now
        </Button>
        <Button onClick={() => setDeleting(true)}>Delete {chosen.length}</Button>
      </BulkBar>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete ${chosen.length} triggers?`}
          act="Delete triggers"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => void removeAll().catch(() => undefined)}
          onClose={() => setDeleting(false)}
        >
          They fire no more, and their history goes with them. What they have set off stays.
        </ConfirmDialog>
      )}
    </>
  );
}
