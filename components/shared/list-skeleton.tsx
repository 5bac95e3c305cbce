import { PageHeader } from "@/components/shared/page-header";
import { Skeleton } from "@/components/ui/skeleton";

const rows = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** A page with a list that is not here yet: its name, the filters' line, rows. */
export function ListSkeleton({ title }: { title: string }) {
  return (
    <>
      <PageHeader title={title} />
      <PanelSkeleton />
    </>
  );
}

/** Rows that are not here yet. */
export function PanelSkeleton() {
  return (
    <div aria-busy>
      <Skeleton className="mb-3 h-8 w-64 max-w-full" />
      {rows.map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-line border-b">
          <Skeleton className="h-3.5 w-28" />
          <Skeleton className="h-3.5 w-48 max-sm:w-20" />
          <Skeleton className="ml-auto h-3.5 w-20" />
        </div>
      ))}
    </div>
  );
}
