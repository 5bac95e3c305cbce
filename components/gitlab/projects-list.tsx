"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FolderGit2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { describeProjectFilters, toProjectQuery } from "@/components/gitlab/filters";
import { projectColumns } from "@/components/gitlab/project-columns";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { useListFilters } from "@/components/shared/use-list-filters";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const urlState = describeProjectFilters(clientParsers);

/** The projects where the token's owner may develop, found by what the URL says. */
export function ProjectsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.gitlab.projects.queryOptions(toProjectQuery(list.filters)),
    placeholderData: keepPreviousData,
    // Rows are told apart by text.
    select: ({ items, total }) => ({ items: items.map((each) => ({ ...each, id: String(each.id) })), total }),
  });
  return (
    <>
      <FilterBar noun="projects" list={list} />
      <FilteredTable
        noun="projects"
        list={list}
        query={query}
        columns={projectColumns}
        rowHref={(row) => `/gitlab/${row.id}`}
        empty={
          <EmptyState icon={FolderGit2} title="No project to deploy to">
            GitLab lists none in which the token's owner is at least a developer. Have them made a member of
            one, then look again.
          </EmptyState>
        }
      />
    </>
  );
}
