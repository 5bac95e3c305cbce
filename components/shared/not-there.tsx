import { SearchX } from "lucide-react";
import { EmptyState } from "@/components/shared/empty-state";
import { PageHeader } from "@/components/shared/page-header";
import { ButtonLink } from "@/components/ui/button-link";

type NotThereProps = { noun: string; id: string; listHref: string; listLabel: string };

/** A thing asked for by an id that the hub does not have (any more). */
export function NotThere({ noun, id, listHref, listLabel }: NotThereProps) {
  return (
    <>
      <PageHeader title={`No such ${noun}`} back={{ href: listHref, label: listLabel.toLowerCase() }} />
      <EmptyState
        icon={SearchX}
        title={`There is no ${noun} with this id`}
        action={<ButtonLink href={listHref}>Go to {listLabel.toLowerCase()}</ButtonLink>}
      >
        <code className="font-mono text-code">{id}</code> was deleted, has passed its retention, or never was.
      </EmptyState>
    </>
  );
}
