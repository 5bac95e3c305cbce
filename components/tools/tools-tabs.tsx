import { type LinkTab, LinkTabs } from "@/components/shared/link-tabs";

/** Where personas get their tools from, side by side. */
export function ToolsTabs() {
  return <LinkTabs label="Tools" tabs={tabs} />;
}

const tabs: LinkTab[] = [
  { href: "/tools", label: "Definitions" },
  { href: "/tools/servers", label: "MCP servers" },
];
