import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import type { ReviewOutput } from "@/server/reviews/schema";
import { ask, send } from "@/tests/support/api";
import { type KillableHub, startKillableHub, type Victim } from "@/tests/support/killable-hub";
import { countRows, query } from "@/tests/support/query";
import { awaitState } from "@/tests/support/settle";

let hubs: KillableHub;
const hub = () => hubs.current();
beforeAll(async () => {
  hubs = await startKillableHub({});
});
afterAll(() => hubs?.stop());

/** A question and the fact that tells it, as they are committed together. */
async function leaveQuestion(): Promise<string> {
  const id = createId("review");
  await query(
    hub(),
    `WITH asked AS (
       INSERT INTO review (id, key, kind, execution_id, persona_id, persona_name, title, is_blocking, updated_at)
       VALUES ($1, $1, 'manual_review', 'exe_asks', 'per_asks', 'A', 'Publish?', true, now()) RETURNING id
     ) INSERT INTO outbox (id, name, data)
       SELECT $2, 'hub/review.requested', json_build_object('reviewId', id)::text FROM asked`,
    [id, createId("outbox")],
  );
  return id;
}

/** kill -9, and until the hub answers again. */
async function kill(victim: Victim): Promise<void> {
  await hubs.kill(victim);
  await awaitState(
    () =>
      send(hub(), "GET", "/api/reviews/pending").then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 200,
    60_000,
  );
}

const read = (id: string) => ask<ReviewOutput>(hub(), "GET", `/api/reviews/${id}`);
const tellings = (id: string) => countRows(hub(), "persona_message", "key = $1", [`review:${id}`]);
const untold = (id: string) => countRows(hub(), "outbox", "data LIKE '%' || $1 || '%'", [id]);

test("kill -9 between question and answer, and after the answer, loses neither and asks nobody twice", async () => {
  const questions: { id: string; victim: Victim }[] = [];
  for (const victim of hubs.victims) {
    questions.push({ id: await leaveQuestion(), victim });
    await kill(victim);
  }
  for (const { id } of questions) await awaitCount(() => tellings(id), 1);
  for (const { id, victim } of questions) {
    expect(await read(id)).toMatchObject({ status: "pending", decision: null });
    const reply = await send(hub(), "POST", `/api/reviews/${id}/answer`, { json: { decision: "approve" } });
    expect([reply.status, victim]).toEqual([200, victim]);
    await kill(victim);
    expect(await read(id)).toMatchObject({ status: "approved", resolvedBy: "Team API key" });
    const again = await send(hub(), "POST", `/api/reviews/${id}/answer`, { json: { decision: "reject" } });
    expect(again).toMatchObject({ status: 409, json: { code: "conflict" } });
  }
  for (const { id } of questions) {
    await awaitCount(() => untold(id), 0);
    expect(await tellings(id)).toBe(1);
    expect(await countRows(hub(), "audit_entry", "subject_id = $1", [id])).toBe(1);
  }
}, 600_000);

/** What a kill left behind is taken up by a sweep, which comes within a minute. */
function awaitCount(read: () => Promise<number>, count: number) {
  return awaitState(read, (found) => found === count, 120_000);
}
