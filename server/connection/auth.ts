import type { ClaudeAuth } from "@/server/claude";
import { isDue, refreshTokens } from "@/server/connection/refresh";
import { readTokens, type Tokens } from "@/server/connection/tokens";
import { AppError } from "@/server/errors";
import { logger } from "@/server/logger";
import { findClaudeKey, toClaudeAuth } from "@/server/settings/claude-key";

/**
 * How the hub calls Claude: the key of the environment, else the stored one, else the access token of the sign-in,
 * renewed when it expires within ten minutes; null when there is none that holds. For the hub's own use. Throws
 * provider_failed when the token has expired and could not be renewed just now.
 */
export async function findClaudeAuth(): Promise<ClaudeAuth | null> {
  const key = await findClaudeKey();
  if (key !== null) return toClaudeAuth(key);
  const held = await readTokens();
  if (!held) return null;
  const tokens = await renewIfDue(held.tokens);
  return tokens && isHolding(tokens) ? { kind: "oauth", value: tokens.accessToken } : null;
}

/** Whether Claude can be called, as far as can be said without asking anybody. */
export async function hasClaudeAuth(): Promise<boolean> {
  if ((await findClaudeKey()) !== null) return true;
  const tokens = (await readTokens())?.tokens;
  if (!tokens) return false;
  return isHolding(tokens) || (tokens.refreshToken !== null && tokens.failure?.retryAt !== null);
}

async function renewIfDue(tokens: Tokens): Promise<Tokens | null> {
  const now = Date.now();
  const isBeingRenewed = tokens.lease !== null && tokens.lease.until > now;
  if (!isDue(tokens, now) || (isBeingRenewed && isHolding(tokens))) return refuseWhileFailing(tokens);
  try {
    return await refreshTokens(tokens);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    logger.warn({ err: error }, "The sign-in with Claude could not be renewed.");
    // It is renewed ahead of time, so that it may go on holding for a while.
    if (isHolding(tokens)) return tokens;
    if (error.extra.transient === false) return null;
    throw new AppError("provider_failed", `The sign-in with Claude could not be renewed: ${error.message}`, {
      cause: error,
    });
  }
}

/** Between two tries at renewing: what has expired meanwhile is a fault that may pass, not the lack of a key. */
function refuseWhileFailing(tokens: Tokens): Tokens {
  const { failure } = tokens;
  if (isHolding(tokens) || failure === null || failure.retryAt === null) return tokens;
  throw new AppError("provider_failed", `The sign-in with Claude could not be renewed: ${failure.reason}`);
}

function isHolding({ expiresAt }: Tokens): boolean {
  return expiresAt > Date.now();
}
