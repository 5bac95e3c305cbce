"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { UsersRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { describePersonaFilters, toPersonaQuery } from "@/components/personas/filters";
import { personaColumns } from "@/components/personas/persona-columns";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { useListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const NewPersonaDialog = dynamic(
  () => import("@/components/personas/new-persona-dialog").then((module) => module.NewPersonaDialog),
  { ssr: false },
);
const DesignDialog = dynamic(
  () => import("@/components/personas/design-dialog").then((module) => module.DesignDialog),
  { ssr: false },
);
const states = [
  { value: "on", label: "Enabled" },
  { value: "off", label: "Disabled" },
];

const urlState = describePersonaFilters(clientParsers);
const dialogState = clientParsers.parseAsBoolean.withDefault(false);
/** Null while it is closed; the designs that are followed, once there are some. */
const designState = clientParsers.parseAsString;
/** Every persona, filtered by what the URL says. */
export function PersonasList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.personas.list.queryOptions(toPersonaQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const [isOpen, setOpen] = useQueryState("new", dialogState);
  const [designs, setDesigns] = useQueryState("design", designState);
  const create = () => void setOpen(true);
  const design = () => void setDesigns("new");
  return (
    <>
      <PageHeader
        title="Personas"
        actions={
          <>
            <Button onClick={design}>Design personas</Button>
            <Button tone="primary" onClick={create}>
              New persona
            </Button>
          </>
        }
      />
      <FilterBar noun="personas" list={list}>
        <FilterSelect label="State" all="Any state" {...list.choice("state")} options={states} />
      </FilterBar>
      <FilteredTable
        noun="personas"
        list={list}
        query={query}
        columns={personaColumns}
        rowHref={(row) => `/personas/${row.id}`}
        empty={
          <EmptyState
            icon={UsersRound}
            title="No personas yet"
            action={<Button onClick={create}>New persona</Button>}
          >
            A persona is a role with instructions. It listens to events and works when one reaches it.
          </EmptyState>
        }
      />
      {designs !== null && (
        <DesignDialog
          designIds={designs === "new" ? [] : designs.split(",")}
          onDesigns={(ids) => void setDesigns(ids.length === 0 ? "new" : ids.join(","))}
          onClose={() => void setDesigns(null)}
        />
      )}
      {isOpen && <NewPersonaDialog onClose={() => void setOpen(null)} />}
    </>
  );
}
