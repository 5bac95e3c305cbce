"use client";

import { useQuery } from "@tanstack/react-query";
import { PersonaDeployments } from "@/components/gitlab/persona-deployments";
import { DeletePersona } from "@/components/personas/delete-persona";
import { PersonaForm } from "@/components/personas/persona-form";
import { PersonaWebhook } from "@/components/personas/persona-webhook";
import { Fact, Facts } from "@/components/shared/facts";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { useTRPC } from "@/lib/trpc";

/** A persona's particulars: who it is, how it runs, its webhook, its end. */
export function PersonaSettings({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const { data: persona } = useQuery(trpc.personas.get.queryOptions({ id: personaId }));
  if (!persona) return null;
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
      <PersonaForm key={persona.id} persona={persona} />
      <div className="flex min-w-0 max-w-xl flex-col gap-8">
        <PersonaWebhook persona={persona} />
        <PersonaDeployments personaId={persona.id} />
        <Section title="Facts">
          <Facts>
            <Fact name="Id">
              <span className="font-mono text-code">{persona.id}</span>
            </Fact>
            <Fact name="Created">
              <ExactTime at={persona.createdAt} />
            </Fact>
            <Fact name="Changed">
              <ExactTime at={persona.updatedAt} />
            </Fact>
          </Facts>
        </Section>
        <DeletePersona persona={persona} />
      </div>
    </div>
  );
}
