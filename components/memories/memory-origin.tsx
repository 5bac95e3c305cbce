import Link from "next/link";
import { RelativeTime } from "@/components/shared/relative-time";
import type { MemoryOutput } from "@/server/memories/schema";

/** Whose memory it is and where it came from: an execution, or a person. */
export function MemoryOrigin({ memory }: { memory: MemoryOutput }) {
  const { personaId, personaName, sourceExecutionId, createdAt } = memory;
  const link = "underline underline-offset-2";
  return (
    <p className="text-ink-muted text-table">
      {personaName ? (
        <Link href={`/personas/${personaId}/memory`} className={link}>
          {personaName}
        </Link>
      ) : (
        "A persona that was deleted"
      )}{" "}
      {sourceExecutionId ? (
        <>
          learned it in{" "}
          <Link href={`/executions/${sourceExecutionId}`} className={link}>
            an execution
          </Link>{" "}
        </>
      ) : (
        "was told it by a person "
      )}
      <RelativeTime at={createdAt} />.
    </p>
  );
}
