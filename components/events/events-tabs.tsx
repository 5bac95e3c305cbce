import { type LinkTab, LinkTabs } from "@/components/shared/link-tabs";

/** The pages about what happens and who reacts to it, side by side. */
export function EventsTabs() {
  return <LinkTabs label="Events" tabs={tabs} />;
}

const tabs: LinkTab[] = [
  { href: "/events", label: "Events" },
  { href: "/events/lanes", label: "Lanes" },
  {
    href: "/subscriptions",
    label: "Subscriptions",
    isCurrent: (pathname) => pathname === "/subscriptions" || pathname.startsWith("/subscriptions/"),
  },
  { href: "/events/react", label: "Who reacts" },
];
