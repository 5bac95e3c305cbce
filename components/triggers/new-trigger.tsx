import { PageHeader } from "@/components/shared/page-header";
import { TriggerForm } from "@/components/triggers/trigger-form";
import type { TriggerOutput } from "@/server/triggers/schema";

type NewTriggerProps = { personaId: string; triggerType: TriggerOutput["triggerType"] };

/** A trigger that is to be; its persona and type may come with the URL. */
export function NewTrigger({ personaId, triggerType }: NewTriggerProps) {
  return (
    <>
      <PageHeader title="New trigger" back={{ href: "/triggers", label: "triggers" }} />
      <TriggerForm trigger={null} given={{ personaId, triggerType }} />
    </>
  );
}
