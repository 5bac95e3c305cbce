import { NowSkeleton } from "@/components/now/now-skeleton";
import { PageHeader } from "@/components/shared/page-header";

export default function Loading() {
  return (
    <>
      <PageHeader title="Now" />
      <NowSkeleton />
    </>
  );
}
