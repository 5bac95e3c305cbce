import { toAppError } from "@/server/trpc/to-app-error";

/** Why a verb refused, or null when it did not. */
export function refusal(work: Promise<unknown>) {
  return work.then(
    () => null,
    (error: unknown) => {
      const { code, message, issues } = toAppError(error);
      return { code, message, path: issues?.[0]?.path };
    },
  );
}
