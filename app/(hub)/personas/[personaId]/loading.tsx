import { PanelSkeleton } from "@/components/shared/list-skeleton";

export default function Loading() {
  return <PanelSkeleton />;
}
