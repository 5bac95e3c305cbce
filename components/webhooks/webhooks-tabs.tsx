import { type LinkTab, LinkTabs } from "@/components/shared/link-tabs";

/** The pages about what comes in and what goes out, side by side. */
export function WebhooksTabs() {
  return <LinkTabs label="Webhooks" tabs={tabs} />;
}

const tabs: LinkTab[] = [
  { href: "/webhooks", label: "Deliveries" },
  { href: "/webhooks/receivers", label: "Receivers" },
  {
    href: "/webhooks/endpoints",
    label: "Outgoing",
    isCurrent: (pathname) => pathname.startsWith("/webhooks/endpoints"),
  },
];
