"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { credentialColumns } from "@/components/credentials/credential-columns";
import { describeCredentialFilters, toCredentialQuery } from "@/components/credentials/filters";
import { KeysNotice } from "@/components/credentials/keys-notice";
import { servicePresets } from "@/components/credentials/service-presets";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { useListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const NewCredentialDialog = dynamic(
  () => import("@/components/credentials/new-credential-dialog").then((module) => module.NewCredentialDialog),
  { ssr: false },
);

const urlState = describeCredentialFilters(clientParsers);
const services = servicePresets.map(({ serviceType, label }) => ({ value: serviceType, label }));

/** Every credential, filtered by what the URL says. */
export function CredentialsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const [isNew, setNew] = useQueryState("new", clientParsers.parseAsBoolean.withDefault(false));
  const query = useQuery({
    ...trpc.credentials.list.queryOptions(toCredentialQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const open = () => void setNew(true);
  return (
    <>
      <PageHeader
        title="Credentials"
        actions={
          <Button tone="primary" onClick={open}>
            New credential
          </Button>
        }
      />
      <KeysNotice />
      <FilterBar noun="credentials" list={list}>
        <FilterSelect label="Service" all="Any service" {...list.choice("service")} options={services} />
      </FilterBar>
      <FilteredTable
        noun="credentials"
        list={list}
        query={query}
        columns={credentialColumns}
        rowHref={(row) => `/credentials/${row.id}`}
        empty={
          <EmptyState
            icon={KeyRound}
            title="No credentials yet"
            action={<Button onClick={open}>New credential</Button>}
          >
            A credential is a token or password that personas sign in with. It is stored sealed, never shown
            again, and sent to the hosts you name alone.
          </EmptyState>
        }
      />
      {isNew && <NewCredentialDialog onClose={() => void setNew(null)} />}
    </>
  );
}
