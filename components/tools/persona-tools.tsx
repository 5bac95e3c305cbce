"use client";

import { GivenServers } from "@/components/tools/given-servers";
import { GivenTools } from "@/components/tools/given-tools";
import { HeldTools } from "@/components/tools/held-tools";

/** What a persona is given to act with, and what it may do with each. */
export function PersonaTools({ personaId }: { personaId: string }) {
  return (
    <div className="grid gap-x-12 gap-y-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <HeldTools personaId={personaId} />
      <div className="flex min-w-0 max-w-2xl flex-col gap-8 max-xl:order-first">
        <GivenTools personaId={personaId} />
        <GivenServers personaId={personaId} />
      </div>
    </div>
  );
}
