import { setTimeout as delay } from "node:timers/promises";
import { atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { createPersona } from "@/tests/factories/persona";
import { createTrigger } from "@/tests/factories/trigger";
import { ask, type HubAddress } from "@/tests/support/api";
import { query } from "@/tests/support/query";

/** How late planned times fire: fifty intervals of five seconds, their phases spread, for half a minute. */
export async function measureTriggers(hub: HubAddress & { databaseUrl: string }): Promise<Row[]> {
  const persona = await createPersona(hub, { enabled: true, maxConcurrent: 100 });
  const ids: string[] = [];
  for (let index = 0; index < 50; index++) {
    const { id } = await createTrigger(hub, persona, "schedule", {
      config: { cron: "every 5s" },
      overlapPolicy: "allow",
    });
    ids.push(id);
    await delay(100);
  }
  await delay(30_000);
  for (const id of ids) await ask(hub, "PUT", `/api/triggers/${id}`, { enabled: false });
  const fires = await query<{ skew: number }>(
    hub,
    `SELECT (extract(epoch FROM e.created_at - f.scheduled_at) * 1000)::float AS skew
     FROM trigger_fire f JOIN event e ON e.id = f.event_id WHERE f.trigger_id = ANY($1)`,
    [ids],
  );
  const doubled = await query(
    hub,
    "SELECT 1 FROM trigger_fire WHERE trigger_id = ANY($1) GROUP BY trigger_id, scheduled_at HAVING count(*) > 1",
    [ids],
  );
  if (fires.length < 50 * 6) throw new Error(`Only ${fires.length} times fired.`);
  if (doubled.length > 0) throw new Error(`${doubled.length} times fired twice.`);
  const skews = fires.map(({ skew }) => skew);
  return [
    plain("times fired", fires.length, ""),
    plain("planned time → event, p50", percentile(skews, 0.5), "ms"),
    atMost("planned time → event, p95", percentile(skews, 0.95), 250, "ms"),
  ];
}
