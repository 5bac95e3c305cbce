import { open, seal } from "@/server/crypto";
import { parseOrUndefined } from "@/server/json-text";
import { masked } from "@/server/masked";
import { type ModelProfile, modelProfileShape } from "@/server/personas/schema";

type Stored = { modelProfile: string | null; modelAuthSealed: string | null };

/**
 * Splits a profile into what may be read and its sealed authToken. A masked token, as replies show it,
 * keeps the one that is stored.
 */
export function sealProfile(personaId: string, given: string | null, current: string | null): Stored {
  if (given === null) return { modelProfile: null, modelAuthSealed: null };
  const { authToken, ...profile } = readProfile(given);
  const modelAuthSealed =
    authToken === undefined ? null : authToken === masked ? current : seal(authToken, authPlace(personaId));
  return { modelProfile: JSON.stringify(profile), modelAuthSealed };
}

/** The profile as replies show it: its token masked. */
export function showProfile({ modelProfile, modelAuthSealed }: Stored): string | null {
  if (modelProfile === null || modelAuthSealed === null) return modelProfile;
  return JSON.stringify({ ...readProfile(modelProfile), authToken: masked });
}

/** The stored profile, empty when there is none or it cannot be read. */
export function readProfile(text: string | null): ModelProfile {
  const parsed = modelProfileShape.safeParse(parseOrUndefined(text));
  return parsed.success ? parsed.data : {};
}

/** The profile's own token, for the call it belongs to. */
export function openProfileToken(personaId: string, sealed: string | null): string | null {
  return sealed === null ? null : open(sealed, authPlace(personaId));
}

function authPlace(id: string) {
  return { table: "persona", id, field: "model_auth_sealed" };
}
