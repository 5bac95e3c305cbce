import { readFileSync } from "node:fs";
import { atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { type Order, sendEvenly } from "@/tests/bench/send";

const payload = readFileSync("public/examples/gitlab-push.json", "utf8");
const perSecond = 100;
const seconds = 15;

/** A webhook durably accepted, beside an empty route of the same server under the same even load. */
export async function measureIngest(url: string, teamKey: string): Promise<Row[]> {
  const deliver = (index: number): Order => ({
    url: `${url}/api/gitlab/webhook`,
    method: "POST",
    headers: {
      Authorization: `Bearer ${teamKey}`,
      "Content-Type": "application/json",
      "Idempotency-Key": `bench-ingest-${Date.now()}-${index}`,
    },
    // Nobody listens to tags here, so that what is measured is the door and not what follows.
    body: payload.replace('"object_kind": "push"', '"object_kind": "bench_silent"'),
  });
  await sendEvenly(200, perSecond, deliver);
  const empty = (await sendEvenly(perSecond * 5, perSecond, () => ({ url: `${url}/livez` }))).map(
    ({ ms }) => ms,
  );
  const accepted = await sendEvenly(perSecond * seconds, perSecond, deliver);
  const refused = accepted.filter(({ status }) => status !== 201).length;
  if (refused > 0) throw new Error(`${refused} webhooks were not accepted.`);
  const times = accepted.map(({ ms }) => ms);
  const p50 = percentile(times, 0.5);
  const emptyP50 = percentile(empty, 0.5);
  return [
    plain("empty route, p50", emptyP50, "ms"),
    plain("webhook accepted, p50", p50, "ms"),
    atMost("webhook accepted p50 / empty route p50", p50 / emptyP50, 3, "×"),
    atMost("webhook accepted, p99 at 100/s", percentile(times, 0.99), 40, "ms"),
  ];
}
