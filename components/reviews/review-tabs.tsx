import type { TabName } from "@/components/reviews/filters";
import { TabList } from "@/components/shared/tab-list";

const tabs: { id: TabName; label: string }[] = [
  { id: "pending", label: "Pending" },
  { id: "answered", label: "Answered" },
];

/** What waits, and what was answered. */
export function ReviewTabs({ tab, onTab }: { tab: TabName; onTab: (tab: TabName) => void }) {
  return (
    <div className="-mt-3">
      <TabList
        label="Reviews"
        tabs={tabs}
        current={tab}
        onTab={(id) => onTab(id === "answered" ? "answered" : "pending")}
      />
    </div>
  );
}
