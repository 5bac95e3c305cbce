"use client";

import { ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { DataTable } from "@/components/shared/data-table";
import type { Column } from "@/components/shared/data-table-columns";
import { NoResults } from "@/components/shared/empty-state";
import { pageSize } from "@/components/shared/list-query";
import { Pagination } from "@/components/shared/pagination";
import { useCalmRows } from "@/components/shared/use-calm-rows";
import type { ListFilters } from "@/components/shared/use-list-filters";
import type { Selection } from "@/components/shared/use-selection";
import { Button } from "@/components/ui/button";

type FilteredTableProps<Row> = {
  /** What the rows are, in the plural and in lower case: "executions". */
  noun: string;
  list: Pick<ListFilters, "filters" | "isFiltered" | "clear" | "onPage">;
  /** The query of the list, with `placeholderData: keepPreviousData`. */
  query: {
    data: { items: Row[]; total: number } | undefined;
    error: unknown;
    isPlaceholderData: boolean;
    refetch: () => unknown;
  };
  columns: Column<Row>[];
  rowHref: (row: Row) => string;
  empty: ReactNode;
  onRowKey?: (key: string, row: Row) => void;
  /** See `DataTable`. */
  selection?: Selection & { label: (row: Row) => string };
  onOpen?: (row: Row) => boolean;
  openKey?: string | null;
  onRowFocus?: (row: Row) => void;
  /** Stands between the table and its pages. */
  children?: ReactNode;
};

/** One page of a filtered list with its four states, and the way to the other pages. */
export function FilteredTable<Row extends { id: string }>(props: FilteredTableProps<Row>) {
  const { noun, list, query } = props;
  const calm = useCalmRows(query.data?.items, JSON.stringify(list.filters));
  return (
    <>
      <div className="relative" {...calm.area}>
        {calm.newCount > 0 && (
          <Button
            onClick={calm.showNew}
            className="absolute inset-x-0 -top-1 z-10 mx-auto w-fit animate-appear shadow-float"
          >
            <ArrowUp aria-hidden className="size-3.5" /> Show {calm.newCount} new
          </Button>
        )}
        <DataTable
          label={noun.charAt(0).toUpperCase() + noun.slice(1)}
          columns={props.columns}
          rows={calm.rows}
          error={query.error}
          onRetry={() => void query.refetch()}
          isStale={query.isPlaceholderData}
          rowKey={(row) => row.id}
          rowHref={props.rowHref}
          onRowKey={props.onRowKey}
          selection={props.selection}
          onOpen={props.onOpen}
          openKey={props.openKey}
          onRowFocus={props.onRowFocus}
          isFiltered={list.isFiltered}
          noResults={<NoResults noun={noun} onClear={list.clear} />}
          empty={props.empty}
        />
      </div>
      {props.children}
      <Pagination
        page={list.filters.page}
        pageSize={pageSize}
        total={query.data?.total ?? 0}
        onPage={list.onPage}
      />
    </>
  );
}
