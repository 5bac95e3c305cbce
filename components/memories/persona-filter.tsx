"use client";

import { useQuery } from "@tanstack/react-query";
import { FilterSelect } from "@/components/shared/filter-bar";
import { useTRPC } from "@/lib/trpc";

/** Whose memories are listed. */
export function PersonaFilter(choice: { value: string | null; onValue: (value: string | null) => void }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const options = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return <FilterSelect label="Persona" all="Any persona" {...choice} options={options} />;
}
