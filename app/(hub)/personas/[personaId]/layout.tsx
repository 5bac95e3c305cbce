import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Prefetched } from "@/app/(hub)/prefetched";
import { PersonaFrame } from "@/components/personas/persona-frame";
import { createPageQueries } from "@/server/trpc/page";

type Params = Promise<{ personaId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { queryClient, trpc } = await createPageQueries();
  const query = trpc.personas.get.queryOptions({ id: (await params).personaId });
  const name = await queryClient.fetchQuery(query).then(
    (persona) => persona.name,
    () => "Persona",
  );
  return { title: { default: `${name} · Ensemble`, template: `%s · ${name} · Ensemble` } };
}

export default async function Layout({ params, children }: { params: Params; children: ReactNode }) {
  const { personaId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.personas.get.queryOptions({ id: personaId })),
      ]}
    >
      <PersonaFrame personaId={personaId}>{children}</PersonaFrame>
    </Prefetched>
  );
}
