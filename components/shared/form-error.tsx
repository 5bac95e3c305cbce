import { RequestId } from "@/components/shared/error-state";
import { readFailure } from "@/lib/failure";

/** Why a form or an act was refused. Issues that stand at a shown field are left to that field. */
export function FormError({ error, paths = [] }: { error: unknown; paths?: string[] }) {
  if (!error) return null;
  const failure = readFailure(error);
  const isShown = (path: string) => paths.some((known) => path === known || path.startsWith(`${known}.`));
  if (failure.issues.length > 0 && failure.issues.every((issue) => isShown(issue.path))) return null;
  return (
    <div role="alert" className="rounded-md bg-failed-tint px-3 py-2 text-table">
      <p>{failure.message}</p>
      {failure.requestId && failure.issues.length === 0 && <RequestId id={failure.requestId} />}
    </div>
  );
}
