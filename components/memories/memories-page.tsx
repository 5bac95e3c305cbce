import { MemoriesList } from "@/components/memories/memories-list";
import { NewMemoryButton } from "@/components/memories/new-memory-button";
import { PageHeader } from "@/components/shared/page-header";

/** What all personas remember. */
export function MemoriesPage() {
  return (
    <>
      <PageHeader title="Memories" actions={<NewMemoryButton personaId={null} isPrimary />} />
      <MemoriesList personaId={null} add={<NewMemoryButton personaId={null} />} />
    </>
  );
}
