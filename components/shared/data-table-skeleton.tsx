import {
  type Column,
  cellClass,
  rowClass,
  TableHead,
  tableClass,
} from "@/components/shared/data-table-columns";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";

type DataTableSkeletonProps<Row> = { columns: Column<Row>[]; label: string; count?: number };

/** A table whose rows are not here yet, in the shape they will have. */
export function DataTableSkeleton<Row>({ columns, label, count = 8 }: DataTableSkeletonProps<Row>) {
  return (
    <table aria-label={`${label}, loading`} aria-busy className={tableClass}>
      <TableHead columns={columns} />
      <tbody className="max-sm:block">
        {Array.from({ length: count }, (_, index) => `row-${index}`).map((key, index) => (
          <tr key={key} className={rowClass}>
            {columns.map((column, place) => (
              <td key={column.id} className={cellClass(column)}>
                <Skeleton
                  className={cn(
                    "h-3.5 max-sm:w-24",
                    column.align === "end" && "ml-auto",
                    skeletonWidths[(index + place) % skeletonWidths.length],
                  )}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const skeletonWidths = ["w-3/4", "w-1/2", "w-2/3", "w-3/5"];
