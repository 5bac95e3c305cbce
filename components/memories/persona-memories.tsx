import { MemoriesList } from "@/components/memories/memories-list";
import { NewMemoryButton } from "@/components/memories/new-memory-button";

/** What one persona remembers. */
export function PersonaMemories({ personaId }: { personaId: string }) {
  return (
    <>
      <div className="mb-2 flex justify-end">
        <NewMemoryButton personaId={personaId} />
      </div>
      <MemoriesList personaId={personaId} add={<NewMemoryButton personaId={personaId} />} />
    </>
  );
}
