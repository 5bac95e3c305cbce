import { Skeleton } from "@/components/ui/skeleton";

/** The overview before it is here, in its shape. */
export function NowSkeleton() {
  return (
    <div aria-busy>
      <div className="mb-8 grid grid-cols-2 gap-4 sm:grid-cols-4">
        {["running", "waiting", "wrong", "spent"].map((key) => (
          <div key={key}>
            <Skeleton className="mb-2 h-3.5 w-20" />
            <Skeleton className="h-6 w-12" />
          </div>
        ))}
      </div>
      <div className="grid gap-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
        {["list", "events"].map((key) => (
          <div key={key} className="flex flex-col gap-3">
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-9 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
