import type { CredentialOutput } from "@/server/credentials/schema";

/** Whether a credential can be used, as far as anybody has tried: a status of the kind "credential". */
export function stateOf({
  problem,
  lastTestedAt,
  lastTestError,
}: Pick<CredentialOutput, "problem" | "lastTestedAt" | "lastTestError">): string {
  if (problem) return "damaged";
  if (lastTestError) return "failing";
  return lastTestedAt ? "works" : "untested";
}
