import type { GithubHook } from "@/prisma/generated/client";
import { type Actor, requireScope, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { flushOutbox } from "@/server/outbox/service";
import { admitDelivery } from "@/server/webhooks/admit";
import {
  GithubFault,
  type ListedDelivery,
  listHookDeliveries,
  readHookDelivery,
} from "@/server/webhooks/github-api";
import { providers } from "@/server/webhooks/providers";
import type { ReconcileOutput } from "@/server/webhooks/schema";

/** GitHub keeps deliveries for three days. */
const keptMs = 3 * 24 * 60 * 60_000;
/** Each check looks back a little behind the last one: what was on its way then may have failed since. */
const overlapMs = 15 * 60_000;
/** The most that one check fetches; the next goes on. */
const mostFetched = 500;
/** So many faults in a row are GitHub's, not one delivery's. */
const mostFaults = 3;

type Checked = ReconcileOutput[number];

/**
 * Checks every enabled webhook at GitHub for deliveries that were missed, and records those. Throws unprocessable
 * without GITHUB_TOKEN.
 */
export async function reconcileGithub(actor: Actor): Promise<ReconcileOutput> {
  requireScope(actor, "webhooks:write");
  if (env().GITHUB_TOKEN === undefined)
    throw new AppError(
      "unprocessable",
      "Set GITHUB_TOKEN, so that GitHub can be asked for missed deliveries.",
    );
  const checked: Checked[] = [];
  for (const id of await listDueHooks()) checked.push(await checkHook(id));
  return checked;
}

/** The webhooks to check, those longest unchecked first; none without a token. */
export async function listDueHooks(): Promise<string[]> {
  if (env().GITHUB_TOKEN === undefined) return [];
  const rows = await db.githubHook.findMany({
    where: { enabled: true },
    orderBy: { lastCheckedAt: { sort: "asc", nulls: "first" } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/**
 * Asks GitHub what it sent since the last check and records, as accepted, what is not among the accepted deliveries
 * here: under the id that the late original would come with, so that it would be a repeat. What went wrong stands on
 * the row; the next check begins where the last complete one ended, so that nothing is passed over.
 */
export async function checkHook(id: string, now = Date.now()): Promise<Checked> {
  const hook = await db.githubHook.findUnique({ where: { id } });
  if (!hook) return { id, fetched: 0, errorMessage: null };
  if (hook.retryAt !== null && hook.retryAt.getTime() > now)
    return { id, fetched: 0, errorMessage: hook.errorMessage };
  const count = { fetched: 0 };
  try {
    const isComplete = await fetchMissing(hook, now, count);
    await note(id, { ...count, errorMessage: null, retryAt: null }, isComplete ? now : null);
    return { id, ...count, errorMessage: null };
  } catch (error) {
    if (!(error instanceof GithubFault || error instanceof AppError)) throw error;
    const retryAt = error instanceof GithubFault ? error.retryAt : null;
    await note(id, { ...count, errorMessage: error.message, retryAt }, null);
    return { id, ...count, errorMessage: error.message };
  }
}

/**
 * False when there is more than one check fetches. One delivery that cannot be had does not hold up the others: the
 * fault is thrown at the end. After a few in a row, or when GitHub asks to wait, it is thrown at once.
 */
async function fetchMissing(hook: GithubHook, now: number, count: { fetched: number }): Promise<boolean> {
  let fault: Error | null = null;
  let inRow = 0;
  for (const item of (await listMissing(hook, now)).toReversed()) {
    if (count.fetched >= mostFetched) return false;
    try {
      await fetchOne(hook, item);
      count.fetched += 1;
      inRow = 0;
    } catch (error) {
      if (!(error instanceof GithubFault || error instanceof AppError)) throw error;
      inRow += 1;
      if (inRow === mostFaults || (error instanceof GithubFault && error.retryAt !== null)) throw error;
      fault = error;
    }
  }
  if (fault !== null) throw new GithubFault(fault.message);
  return true;
}

async function fetchOne(hook: GithubHook, { id, guid }: ListedDelivery): Promise<void> {
  const { headers, payload } = await readHookDelivery(hook, id);
  headers.set("x-github-delivery", guid);
  // The payload is JSON here whatever it was sent as.
  headers.set("content-type", "application/json");
  const admitted = await admitDelivery(webhookActor("github"), {
    provider: providers.github,
    personaId: null,
    headers,
    body: Buffer.from(JSON.stringify(payload ?? null)),
    reason: "fetched",
  });
  if ("outbox" in admitted) await flushOutbox(admitted.outbox);
}

/** What GitHub sent in the time in question and was not accepted here, newest first; of each id its last sending. */
async function listMissing(hook: GithubHook, now: number): Promise<ListedDelivery[]> {
  const since = Math.max(now - keptMs, (hook.lastCheckedAt?.getTime() ?? 0) - overlapMs);
  const missing = new Map<string, ListedDelivery>();
  let cursor: string | null = null;
  do {
    const page = await listHookDeliveries(hook, cursor);
    const young = page.items.filter(({ delivered_at }) => Date.parse(delivered_at) >= since);
    const keys = young.map(({ guid }) => `github:${guid}`);
    const known = await db.delivery.findMany({
      where: { dedupeKey: { in: keys } },
      select: { dedupeKey: true },
    });
    const accepted = new Set(known.map(({ dedupeKey }) => dedupeKey));
    for (const item of young) {
      if (!accepted.has(`github:${item.guid}`) && !missing.has(item.guid)) missing.set(item.guid, item);
    }
    cursor = young.length < page.items.length ? null : page.next;
  } while (cursor !== null);
  return [...missing.values()];
}

function note(
  id: string,
  { fetched, ...state }: { fetched: number; errorMessage: string | null; retryAt: Date | null },
  completeAt: number | null,
) {
  const checked = completeAt === null ? {} : { lastCheckedAt: new Date(completeAt) };
  return db.githubHook.updateMany({ where: { id }, data: { ...state, ...checked, lastFetched: fetched } });
}
