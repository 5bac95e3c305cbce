"use client";

import Link from "next/link";
import { type MouseEvent, type ReactNode, useRef } from "react";
import {
  type Column,
  cellClass,
  rowClass,
  TableHead,
  tableClass,
} from "@/components/shared/data-table-columns";
import { DataTableSkeleton } from "@/components/shared/data-table-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { RowCheck } from "@/components/shared/row-check";
import { useRowKeys } from "@/components/shared/use-row-keys";
import type { Selection } from "@/components/shared/use-selection";
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
  /** Rows can be marked, by a box or by x. `label` names a row: "gitlab_push, delivered". */
  selection?: Selection & { label: (row: Row) => string };
  /** Takes the place of following a row's link. False: follow it after all. */
  onOpen?: (row: Row) => boolean;
  /** The key of the row that is open beside the list. */
  openKey?: string | null;
  /** The focus came to a row's link, such as by j and k. */
  onRowFocus?: (row: Row) => void;
};

/**
 * A list with its four states. A click anywhere on a row follows its link; j and k move between rows, Enter
 * opens, x marks. Under 640 px each row is stacked.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, label, selection, openKey } = props;
  const columns = selection ? [checkColumn(props, selection), ...props.columns] : props.columns;
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, (key, index) => {
    const row = rows?.[index];
    if (!row) return;
    if (key === "x") selection?.toggle(props.rowKey(row));
    props.onRowKey?.(key, row);
  });
  if (!rows && props.error) return <ErrorState what={label} error={props.error} onRetry={props.onRetry} />;
  if (!rows) return <DataTableSkeleton columns={columns} label={label} />;
  const linkColumn = columns.find((column) => column.isLink) ?? props.columns[0];
  const open = (event: MouseEvent, row: Row) => {
    const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (isPlain && props.onOpen?.(row)) event.preventDefault();
  };
  if (rows.length === 0) return props.isFiltered ? props.noResults : props.empty;
  return (
    <table
      aria-label={label}
      aria-busy={props.isStale || undefined}
      className={cn(tableClass, props.isStale && "opacity-60")}
    >
      <TableHead columns={columns} />
      <tbody ref={body} className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={props.rowKey(row)}
            className={cn(rowClass, liveRowClass, props.rowKey(row) === openKey && "bg-selected")}
          >
            {columns.map((column) => (
              <td key={column.id} className={cellClass(column)}>
                {column !== linkColumn ? (
                  column.cell(row)
                ) : (
                  <Link
                    data-row
                    href={props.rowHref(row)}
                    prefetch={false}
                    onClick={(event) => open(event, row)}
                    onFocus={() => props.onRowFocus?.(row)}
                    aria-current={props.rowKey(row) === openKey || undefined}
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

function checkColumn<Row>(
  { rows = [], rowKey }: Pick<DataTableProps<Row>, "rows" | "rowKey">,
  { ids, toggle, setAll, label }: NonNullable<DataTableProps<Row>["selection"]>,
): Column<Row> {
  const keys = rows.map(rowKey);
  const isAll = keys.length > 0 && keys.every((key) => ids.has(key));
  return {
    id: "select",
    header: "Select",
    headerCell: (
      <RowCheck
        label={isAll ? "Select none" : "Select all on this page"}
        isChecked={isAll}
        onToggle={() => setAll(keys, !isAll)}
      />
    ),
    width: "w-9",
    narrow: "hide",
    cell: (row) => (
      <RowCheck
        label={`Select ${label(row)}`}
        isChecked={ids.has(rowKey(row))}
        onToggle={() => toggle(rowKey(row))}
      />
    ),
  };
}

const liveRowClass =
  "row-appear cursor-pointer hover:bg-hover has-[a[data-row]:focus-visible]:bg-selected has-[a[data-row]:focus-visible]:outline-2 has-[a[data-row]:focus-visible]:outline-marigold has-[a[data-row]:focus-visible]:-outline-offset-2";
