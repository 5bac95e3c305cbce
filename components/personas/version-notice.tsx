import Link from "next/link";
import { StatusBadge } from "@/components/shared/status-badge";
import type { PersonaOutput, VersionOutput } from "@/server/personas/schema";

/** Says that a draft waits, or that another version than the live one is shown, and the way from one to the other. */
export function VersionNotice({
  persona,
  version,
}: {
  persona: PersonaOutput;
  version: VersionOutput | null;
}) {
  const path = `/personas/${persona.id}`;
  if (version) {
    return (
      <p className="mb-5 flex flex-wrap items-center gap-x-2 gap-y-1 text-table">
        {version.label && <StatusBadge kind="version" status={version.label} />}
        <span>
          You see version {version.version}; runs use version {persona.liveVersion}.
        </span>
        <Link href={path} className="underline">
          Show the live version
        </Link>
        <Link
          href={`${path}/versions?from=${persona.liveVersion}&to=${version.version}`}
          className="underline"
        >
          Compare the two
        </Link>
      </p>
    );
  }
  if (persona.draftVersion === null) return null;
  return (
    <p className="mb-5 flex flex-wrap items-center gap-x-2 gap-y-1 text-table">
      <StatusBadge kind="version" status="draft" />
      <span>Version {persona.draftVersion} is a draft.</span>
      <Link href={`${path}?version=${persona.draftVersion}`} className="underline">
        Go on with the draft
      </Link>
    </p>
  );
}
