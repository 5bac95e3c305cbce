"use client";

import Link from "next/link";
import { type ReactNode, useRef } from "react";
import {
  type Column,
  cellClass,
  rowClass,
  TableHead,
  tableClass,
} from "@/components/shared/data-table-columns";
import { DataTableSkeleton } from "@/components/shared/data-table-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { useRowKeys } from "@/components/shared/use-row-keys";
import { cn } from "@/lib/cn";

type DataTableProps<Row> = {
  /** What the rows are, in the plural: "Executions". */
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  error: unknown;
  onRetry: () => void;
  rowKey: (row: Row) => string;
  rowHref: (row: Row) => string;
  isFiltered: boolean;
  empty: ReactNode;
  noResults: ReactNode;
  /** Whether the rows shown still answer an earlier question. */
  isStale?: boolean;
  /** A key pressed on a row, beside j, k and Enter. */
  onRowKey?: (key: string, row: Row) => void;
};

/**
 * A list with its four states. A click anywhere on a row follows its link; j and k move between rows, Enter opens. Under 640 px each row is stacked.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, label } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, (key, index) => {
    const row = rows?.[index];
    if (row) props.onRowKey?.(key, row);
  });
  if (!rows && props.error) return <ErrorState what={label} error={props.error} onRetry={props.onRetry} />;
  if (!rows) return <DataTableSkeleton columns={columns} label={label} />;
  const linkIndex = Math.max(
    0,
    columns.findIndex((column) => column.isLink),
  );
  if (rows.length === 0) return props.isFiltered ? props.noResults : props.empty;
  return (
    <table aria-label={label} className={cn(tableClass, props.isStale && "opacity-60")}>
      <TableHead columns={columns} />
      <tbody ref={body} className="max-sm:block">
        {rows.map((row) => (
          <tr key={props.rowKey(row)} className={cn(rowClass, liveRowClass)}>
            {columns.map((column, index) => (
              <td key={column.id} className={cellClass(column)}>
                {index !== linkIndex ? (
                  column.cell(row)
                ) : (
                  <Link
                    data-row
                    href={props.rowHref(row)}
                    prefetch={false}
                    className="focus-visible:outline-none"
                  >
                    {column.cell(row)}
                  </Link>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const liveRowClass =
  "row-appear cursor-pointer hover:bg-hover has-[a[data-row]:focus-visible]:bg-selected has-[a[data-row]:focus-visible]:outline-2 has-[a[data-row]:focus-visible]:outline-marigold has-[a[data-row]:focus-visible]:-outline-offset-2";
