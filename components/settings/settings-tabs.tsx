import { type LinkTab, LinkTabs } from "@/components/shared/link-tabs";

const tabs: LinkTab[] = [
  { href: "/settings", label: "Workspace" },
  { href: "/settings/engine", label: "Engine" },
  { href: "/settings/keys", label: "Master keys" },
];

/** The pages of the settings, side by side. */
export function SettingsTabs() {
  return <LinkTabs label="Settings" tabs={tabs} />;
}
