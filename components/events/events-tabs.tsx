import { type LinkTab, LinkTabs } from "@/components/shared/link-tabs";

/** The pages about what happens, side by side. */
export function EventsTabs() {
  return <LinkTabs label="Events" tabs={tabs} />;
}

const tabs: LinkTab[] = [
  { href: "/events", label: "Events" },
  { href: "/events/lanes", label: "Lanes" },
  { href: "/events/react", label: "Who reacts" },
];
