import { SearchX } from "lucide-react";
import { EmptyState } from "@/components/shared/empty-state";
import { ButtonLink } from "@/components/ui/button-link";

export default function HubNotFound() {
  return (
    <EmptyState
      icon={SearchX}
      title="There is nothing here by that name"
      action={<ButtonLink href="/">Go to Now</ButtonLink>}
    >
      The address may be mistyped, or what it named was deleted or has passed its retention.
    </EmptyState>
  );
}
