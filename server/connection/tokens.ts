import { z } from "zod";
import { open, seal } from "@/server/crypto";
import { db } from "@/server/db";
import { rememberSecrets } from "@/server/known-secrets";

const name = "claude-oauth";
const place = { table: "secret", id: name, field: "sealed" };

/** What stands under `about` is no secret (server/credentials/stored-secrets.ts). */
const secrets = z.object({ accessToken: z.string(), refreshToken: z.string().nullable() });
const about = z.object({
  /** Epoch milliseconds, all of them. */
  expiresAt: z.number(),
  obtainedAt: z.number(),
  scopes: z.array(z.string()),
  /** Who is renewing them now, and until when that counts. */
  lease: z.object({ by: z.string(), until: z.number() }).nullable(),
  /** Why they could not be renewed, and from when on it may be tried again; null for never. */
  failure: z.object({ reason: z.string(), retryAt: z.number().nullable() }).nullable(),
});
const stored = secrets.extend({ about });
export type Tokens = z.infer<typeof secrets> & z.infer<typeof about>;
/** As stored; `sealed` is what a change is compared with. */
export type HeldTokens = { tokens: Tokens; sealed: string };

/** The tokens of the sign-in, or null while there is none. */
export async function readTokens(): Promise<HeldTokens | null> {
  const row = await db.secret.findUnique({ where: { name } });
  if (!row) return null;
  const { about: rest, ...held } = stored.parse(JSON.parse(open(row.sealed, place)));
  rememberTokens(held);
  return { tokens: { ...held, ...rest }, sealed: row.sealed };
}

/** Stores the tokens of a new sign-in in place of any before. */
export async function storeTokens(given: Tokens): Promise<void> {
  const sealed = sealTokens(given);
  await db.secret.upsert({ where: { name }, create: { name, sealed }, update: { sealed } });
}

/** Stores `next` if nobody changed what is stored since `held` was read. */
export async function swapTokens(held: HeldTokens, next: Tokens): Promise<boolean> {
  const { count } = await db.secret.updateMany({
    where: { name, sealed: held.sealed },
    data: { sealed: sealTokens(next) },
  });
  return count === 1;
}

export async function deleteTokens(): Promise<void> {
  await db.secret.deleteMany({ where: { name } });
}

function sealTokens({ accessToken, refreshToken, ...rest }: Tokens): string {
  rememberTokens({ accessToken, refreshToken });
  return seal(JSON.stringify({ accessToken, refreshToken, about: rest }), place);
}

/** No line of the log may hold one. */
function rememberTokens({ accessToken, refreshToken }: z.infer<typeof secrets>): void {
  rememberSecrets(refreshToken === null ? [accessToken] : [accessToken, refreshToken]);
}
