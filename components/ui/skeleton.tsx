import { cn } from "@/lib/cn";

/** A place where something will stand; give it that thing's size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-pulse rounded-md bg-line", className)} />;
}
