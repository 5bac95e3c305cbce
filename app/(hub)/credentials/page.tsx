import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { CredentialsList } from "@/components/credentials/credentials-list";
import { describeCredentialFilters, toCredentialQuery } from "@/components/credentials/filters";

const loadFilters = nuqs.createLoader(describeCredentialFilters(nuqs));

export const metadata: Metadata = { title: "Credentials" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toCredentialQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.credentials.list.queryOptions(query))]}
    >
      <CredentialsList />
    </Prefetched>
  );
}
