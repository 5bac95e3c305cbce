import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type Column<Row> = {
  id: string;
  header: string;
  /** The header is read out, but not drawn. */
  isHeaderHidden?: true;
  /** Stands in the head in the header's place. */
  headerCell?: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "end";
  /** The cell that names the row: its text is the row's link. The first column unless one says so. */
  isLink?: true;
  /** Width class of the column, for example "w-28"; columns without one share what is left. */
  width?: string;
  /** On a narrow screen: "line" takes its own line, "grow" what is left of one, "hide" is left out. */
  narrow?: "line" | "grow" | "hide";
  /** Left out below this width, where the rest needs the room. */
  from?: "md" | "lg" | "xl";
};

/** The names of the columns; read out, but not drawn, on a narrow screen. */
export function TableHead<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <thead className="max-sm:sr-only">
      <tr className="h-8 border-line border-b">
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            className={cn(cellClass(column), "font-normal text-ink-muted text-label")}
          >
            {column.headerCell ??
              (column.isHeaderHidden ? <span className="sr-only">{column.header}</span> : column.header)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** The classes of a column's cells, wide and narrow. */
export function cellClass<Row>(column: Column<Row>): string {
  return cn(
    "overflow-hidden text-ellipsis whitespace-nowrap px-2 max-sm:w-auto max-sm:max-w-full max-sm:px-0 max-sm:has-[[data-none]]:hidden sm:first:pl-1 sm:last:pr-1",
    column.width,
    column.align === "end" && "sm:text-right",
    column.isLink ? "max-sm:grow max-sm:basis-[55%]" : "max-sm:text-ink-muted",
    column.narrow === "line" && "max-sm:basis-full",
    column.narrow === "grow" && "max-sm:grow",
    column.narrow === "hide" && "max-sm:hidden",
    column.from && fromClass[column.from],
  );
}

/** The classes of a row: 36 px high, or stacked on a narrow screen. */
export const rowClass =
  "relative h-9 border-line border-b max-sm:flex max-sm:h-auto max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:py-2.5";

/** The classes of the table itself. */
export const tableClass = "w-full table-fixed border-collapse text-left text-table max-sm:block";

const fromClass = { md: "sm:max-md:hidden", lg: "sm:max-lg:hidden", xl: "sm:max-xl:hidden" };
