import type { Persona } from "@/prisma/generated/client";
import { toCanonical } from "@/server/canonical-json";
import { sha256 } from "@/server/crypto";
import { masked } from "@/server/masked";
import { readProfile, sealProfile, showProfile } from "@/server/personas/model-profile";
import { type VersionContent, versionContent } from "@/server/personas/schema";

/**
 * What a version holds of a persona: what it is told, and what bounds a run of it. A token of its model profile is
 * masked, as replies show it.
 */
export function contentOf(row: Persona): VersionContent {
  return versionContent.parse({ ...row, modelProfile: showProfile(row) });
}

/** Content as it is stored: canonical JSON, and the SHA-256 of it in hex. */
export function serialiseContent(content: VersionContent): { content: string; hash: string } {
  const text = toCanonical(content);
  return { content: text, hash: sha256(text) };
}

/** Stored content. A field that versions did not hold when it was stored is taken from `row`. */
export function readContent(text: string, row: Persona): VersionContent {
  return versionContent.parse({ ...contentOf(row), ...(JSON.parse(text) as object) });
}

/**
 * The columns that make a persona's row what a version holds. The token of its model profile is the one the row holds,
 * when the version has one at all.
 */
export function columnsOf(content: VersionContent, row: Persona) {
  const { modelProfile, ...fields } = content;
  return { ...fields, ...sealProfile(row.id, modelProfile, row.modelAuthSealed) };
}

/** Whether a profile brings a token that is not stored yet. */
export function hasNewToken(modelProfile: string | null | undefined): boolean {
  const { authToken } = readProfile(modelProfile ?? null);
  return authToken !== undefined && authToken !== masked;
}
