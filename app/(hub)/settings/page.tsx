import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { SettingsPage } from "@/components/settings/settings-page";

export const metadata: Metadata = { title: "Settings" };

export default function Page() {
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.settings.get.queryOptions()),
        queryClient.prefetchQuery(trpc.settings.claude.queryOptions()),
        queryClient.prefetchQuery(trpc.connection.status.queryOptions()),
        queryClient.prefetchQuery(trpc.settings.models.queryOptions()),
      ]}
    >
      <SettingsPage />
    </Prefetched>
  );
}
