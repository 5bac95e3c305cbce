import { type LinkTab, LinkTabs } from "@/components/shared/link-tabs";

/** The inbox, and where else messages go. */
export function MessagesTabs() {
  return <LinkTabs label="Messages" tabs={tabs} />;
}

const tabs: LinkTab[] = [
  { href: "/messages", label: "Inbox" },
  { href: "/messages/channels", label: "Channels" },
];
