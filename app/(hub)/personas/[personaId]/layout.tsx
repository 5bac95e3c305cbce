import type { ReactNode } from "react";
import { Prefetched } from "@/app/(hub)/prefetched";
import { PersonaFrame } from "@/components/personas/persona-frame";

type LayoutProps = { params: Promise<{ personaId: string }>; children: ReactNode };

export default async function Layout({ params, children }: LayoutProps) {
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
