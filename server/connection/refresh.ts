import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import {
  describeMissing,
  type Grant,
  readConfig,
  requestGrant,
  revokeGrant,
} from "@/server/connection/oauth-client";
import { readTokens, swapTokens, type Tokens } from "@/server/connection/tokens";
import { AppError } from "@/server/errors";
import { logger } from "@/server/logger";

/** Tokens are renewed so long before they expire. */
const aheadMs = 10 * 60_000;
/** Longer than the token endpoint is waited for. */
const leaseMs = 30_000;
const lookAgainMs = 100;
const waitAfterFailureMs = 30_000;

/** Whether tokens should be renewed: they expire within ten minutes, and nothing says that it would be in vain. */
export function isDue({ expiresAt, refreshToken, failure }: Tokens, now: number): boolean {
  if (refreshToken === null || expiresAt - now > aheadMs) return false;
  return failure === null || (failure.retryAt !== null && failure.retryAt <= now);
}

/** Renews the tokens when they are due. For a cron; a failure is kept beside the tokens and logged. */
export async function refreshWhenDue(): Promise<{ isRefreshed: boolean }> {
  const held = await readTokens();
  if (!held || describeMissing() !== null || !isDue(held.tokens, Date.now())) return { isRefreshed: false };
  try {
    await refreshTokens(held.tokens);
    return { isRefreshed: true };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.warn({ err: error }, "The sign-in with Claude could not be renewed.");
    return { isRefreshed: false };
  }
}

/**
 * Renews the given tokens, one caller at a time over all processes: a refresh token serves once, so whoever comes
 * second waits for what the first gets. The right to try is a lease beside the tokens, taken by compare-and-set.
 * Returns null when there is no sign-in any more. Throws the token endpoint's error, which is kept beside the tokens.
 */
export async function refreshTokens(old: Tokens): Promise<Tokens | null> {
  for (let hasWaited = false; ; ) {
    const held = await readTokens();
    if (!held) return null;
    const { tokens } = held;
    if (tokens.obtainedAt !== old.obtainedAt || tokens.accessToken !== old.accessToken) return tokens;
    const { refreshToken } = tokens;
    if (refreshToken === null) throw unrenewable("the provider gave no refresh token. Connect again.");
    // Whoever it was waited for has just failed: the same again would too.
    if (hasWaited && tokens.lease === null && tokens.failure)
      throw unrenewable(tokens.failure.reason, tokens.failure.retryAt);
    const now = Date.now();
    if (tokens.lease !== null && tokens.lease.until > now) {
      hasWaited = true;
      await delay(lookAgainMs);
      continue;
    }
    const by = randomUUID();
    const isOurs = await swapTokens(held, { ...tokens, lease: { by, until: now + leaseMs } });
    if (isOurs) return renew(tokens, refreshToken, by);
    // Several may want it at the same moment.
    await delay(Math.random() * lookAgainMs);
  }
}

async function renew(old: Tokens, refreshToken: string, by: string): Promise<Tokens | null> {
  try {
    const grant = await requestGrant(readConfig(), {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    });
    return await keepGrant(old, grant, refreshToken);
  } catch (error) {
    const current = await keepFailure(error, by);
    // Somebody whose lease had run out got through after all.
    if (current && current.accessToken !== old.accessToken) return current;
    throw error;
  }
}

/** Stores what was got for `used`, which no longer serves: as long as `used` stands there, whoever holds the lease. */
async function keepGrant(old: Tokens, grant: Grant, used: string): Promise<Tokens | null> {
  const next: Tokens = {
    ...grant,
    refreshToken: grant.refreshToken ?? used,
    obtainedAt: Math.max(Date.now(), old.obtainedAt + 1),
    lease: null,
    failure: null,
  };
  for (;;) {
    const held = await readTokens();
    if (held?.tokens.refreshToken !== used) {
      // Disconnected, or connected anew, in the meantime: nobody will use these.
      await revokeGrant(next.refreshToken ?? next.accessToken);
      return held?.tokens ?? null;
    }
    // A rotation of the master key seals the same tokens anew.
    if (await swapTokens(held, next)) return next;
  }
}

async function keepFailure(error: unknown, by: string): Promise<Tokens | null> {
  const isLasting = error instanceof AppError && error.extra.transient === false;
  const reason = error instanceof Error ? error.message : String(error);
  const failure = { reason, retryAt: isLasting ? null : Date.now() + waitAfterFailureMs };
  for (;;) {
    const held = await readTokens();
    if (held?.tokens.lease?.by !== by) return held?.tokens ?? null;
    const next = { ...held.tokens, lease: null, failure };
    if (await swapTokens(held, next)) return next;
  }
}

function unrenewable(why: string, retryAt: number | null = null): AppError {
  const words = `The sign-in with Claude was not renewed: ${why}`;
  return retryAt === null
    ? new AppError("unauthorized", words, { extra: { errorType: "not_renewed", transient: false } })
    : new AppError("provider_failed", words, { extra: { errorType: "not_renewed", transient: true } });
}
