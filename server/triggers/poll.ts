import { Prisma, type Trigger } from "@/prisma/generated/client";
import { sha256 } from "@/server/crypto";
import type { NewEvent } from "@/server/events/record";
import { parseOrUndefined } from "@/server/json-text";
import { safeFetch } from "@/server/safe-fetch";
import { type Configs, openHeaders } from "@/server/triggers/config";
import { draftPoll } from "@/server/triggers/draft";
import { findArmed, scheduleOf } from "@/server/triggers/fire";
import { nextFire } from "@/server/triggers/next-fire";
import { decideFire } from "@/server/triggers/overlap";
import { type Arming, degrade, isStillArmed, recordFire, recordNone } from "@/server/triggers/record-fire";

const timeoutMs = 30_000;
const mostBytes = 10 * 1024 * 1024;
const previewCharacters = 2_000;
const leastBackoffMs = 30_000;
const mostBackoffMs = 300_000;

/** What a poll saw, or why it saw nothing. */
export type Page = { statusCode: number; hash: string; preview: string } | { problem: string };

/** Reads the page of an armed polling trigger: 30 s and 10 MB at most. Never throws for what the page does. */
export async function readPage(arming: Arming): Promise<Page> {
  const trigger = await findArmed(arming);
  if (!trigger) return { problem: "The trigger was changed." };
  const { url } = parseOrUndefined(trigger.config) as Configs["polling"];
  try {
    const headers = { accept: "*/*", ...openHeaders(trigger.id, trigger.config) };
    const answer = await safeFetch(url, { headers, timeoutMs, maxBytes: mostBytes });
    if (answer.isTruncated) return { problem: `${url} is longer than 10 MB.` };
    if (answer.status >= 400) return { problem: `${url} answered ${answer.status}.` };
    const preview = answer.text().slice(0, previewCharacters).replaceAll("\u0000", "");
    return { statusCode: answer.status, hash: sha256(answer.body), preview };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Fires when the page has another content than before, and always the first time; then plans the next look. What the
 * page was is kept in the statement that fires, so that a change fires once. While what
 * was fired before still runs under the policy queue, a change is left for the next look to find. A page that cannot be read degrades the trigger and is looked at again
 * after 30 s, doubling up to five minutes.
 */
export async function recordPoll(
  arming: Arming,
  page: Page,
  now = Date.now(),
): Promise<"fired" | "same" | "held" | "failed" | "void"> {
  const trigger = await findArmed(arming);
  if (!trigger) return "void";
  const schedule = await scheduleOf(trigger);
  const regular = nextFire(schedule, now) ?? now + mostBackoffMs;
  const armNext = (atMs: number): Arming => ({ ...arming, dueAt: new Date(atMs) });
  if ("problem" in page) {
    const backoff = Math.min(leastBackoffMs * 2 ** Math.min(trigger.failureCount, 10), mostBackoffMs);
    await degrade(arming, page.problem, armNext(Math.max(regular, now + backoff)));
    return "failed";
  }
  const next = armNext(regular);
  const verdict =
    page.hash === trigger.contentHash ? null : await decideFire(trigger, draftFor(trigger, page));
  if (verdict === null || "wait" in verdict) {
    const isOpen = await recordNone(keepGate(arming, next, trigger.contentHash, false), next);
    return isOpen ? (verdict ? "held" : "same") : "void";
  }
  const gate = keepGate(arming, next, page.hash, "fire" in verdict);
  const fireKey = `poll:${arming.dueAt.toISOString()}`;
  const firing = {
    triggerId: trigger.id,
    fireKey,
    cause: "polling" as const,
    scheduledAt: arming.dueAt,
    verdict,
  };
  return (await recordFire(firing, gate, next)).isOpen ? "fired" : "void";
}

function draftFor(trigger: Trigger, page: Extract<Page, { hash: string }>): NewEvent {
  return draftPoll(trigger, {
    url: (parseOrUndefined(trigger.config) as Configs["polling"]).url,
    status_code: page.statusCode,
    content_changed: true,
    content_hash: page.hash,
    body_preview: page.preview,
  });
}

/** The gate of a look that was answered: what was seen is kept, the trigger is well, the next look is planned. */
function keepGate(arming: Arming, next: Arming, hash: string | null, isFire: boolean): Prisma.Sql {
  return Prisma.sql`
    UPDATE trigger SET content_hash = ${hash}, next_trigger_at = ${next.dueAt}::timestamptz, failure_count = 0,
      last_triggered_at = CASE WHEN ${isFire} THEN now() ELSE last_triggered_at END,
      health_status = 'healthy', health_message = NULL, updated_at = clock_timestamp()
    WHERE ${isStillArmed(arming)} RETURNING id`;
}
