import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { KeysPage } from "@/components/credentials/keys-page";

export const metadata: Metadata = { title: "Master keys" };

export default function Page() {
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.credentials.keys.queryOptions())]}
    >
      <KeysPage />
    </Prefetched>
  );
}
