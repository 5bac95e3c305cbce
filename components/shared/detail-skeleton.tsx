import { Skeleton } from "@/components/ui/skeleton";

/** A detail page that is not here yet: its head, a large part, and a column of facts. */
export function DetailSkeleton() {
  return (
    <div aria-busy>
      <div className="mb-5 border-line border-b pb-3">
        <Skeleton className="mb-3 h-7 w-56" />
        <Skeleton className="h-5 w-80 max-w-full" />
      </div>
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex flex-col gap-3 pt-2">
          {["w-full", "w-11/12", "w-4/5", "w-full", "w-3/5"].map((width) => (
            <Skeleton key={width} className={`h-4 ${width}`} />
          ))}
        </div>
        <div className="flex flex-col gap-3 pt-2 max-lg:hidden">
          {["w-3/4", "w-1/2", "w-2/3", "w-5/6"].map((width) => (
            <Skeleton key={width} className={`h-4 ${width}`} />
          ))}
        </div>
      </div>
    </div>
  );
}
