/** Fills the database of DATABASE_URL with subscriptions and times `findListeners`; prints `MatchingTimes`. */
import { db } from "@/server/db";
import { findListeners } from "@/server/subscriptions/find-listeners";
import type { MatchingTimes } from "@/tests/bench/matching";

const subscriptionCount = 10_000;
const personaCount = 500;
const typeCount = 200;
const eventCount = 1_000;
const changeCount = 20;

await db.persona.createMany({
  data: Array.from({ length: personaCount }, (_, index) => ({
    id: `bench-match-${index}`,
    name: `Bench ${index}`,
    runtime: "dry-run",
    webhookSecretSealed: "",
  })),
});
await subscribe("spread", (index) => `bench_spread_${index % typeCount}`);
await subscribe("one", () => "bench_one_type");

let foundCount = 0;
const spread = await time(eventCount, (index) => `bench_spread_${index % typeCount}`);
const oneType = await time(eventCount, () => "bench_one_type");
const changed: number[] = [];
for (let index = 0; index < changeCount; index++) {
  await db.subscription.update({ where: { id: `bench-one-${index}` }, data: { maxRetries: index % 10 } });
  changed.push(await timeOne("bench_one_type", index));
}
await db.persona.deleteMany({ where: { id: { startsWith: "bench-match-" } } });
process.stdout.write(JSON.stringify({ spread, oneType, changed, foundCount } satisfies MatchingTimes));
await db.$disconnect();

/** Sources exact, by prefix and any; payloads by each kind of matcher, few of which fit an event. */
async function subscribe(prefix: string, typeOf: (index: number) => string): Promise<void> {
  const sources = (index: number) =>
    [`team-${index % 100}/app`, `team-${index % 100}/*`, null][index % 3] ?? null;
  const filters = (index: number) =>
    [
      { ref: [`refs/heads/branch-${index}`, { prefix: `refs/heads/feature-${index}/` }] },
      { "project.id": [index], "user.name": [{ "anything-but": ["bot", "renovate"] }] },
      {
        "commits.author.email": [{ suffix: `@team-${index}.example` }],
        "total.count": [{ numeric: [">", 3] }],
      },
    ][index % 3] ?? {};
  for (let start = 0; start < subscriptionCount; start += 1_000)
    await db.subscription.createMany({
      data: Array.from({ length: 1_000 }, (_, offset) => {
        const index = start + offset;
        return {
          id: `bench-${prefix}-${index}`,
          personaId: `bench-match-${index % personaCount}`,
          eventType: typeOf(index),
          sourceFilter: sources(Math.floor(index / 7)),
          payloadFilter: JSON.stringify(filters(index)),
        };
      }),
    });
}

/** The types are warm, as they are in a hub that has been running. */
async function time(count: number, typeOf: (index: number) => string): Promise<number[]> {
  for (let index = 0; index < typeCount; index++) await timeOne(typeOf(index), index);
  const times = [];
  for (let index = 0; index < count; index++) times.push(await timeOne(typeOf(index), index));
  return times;
}

async function timeOne(eventType: string, index: number): Promise<number> {
  const event = { eventType, sourceId: `team-${index % 100}/app`, targetPersonaId: null };
  const payload = JSON.stringify(describePush(index));
  const startedAt = performance.now();
  const listeners = await findListeners(event, async () => payload);
  const elapsed = performance.now() - startedAt;
  foundCount += listeners.length;
  return elapsed;
}

/** About 5 KB, as a push with twenty commits has. */
function describePush(index: number): object {
  return {
    ref: `refs/heads/branch-${index}`,
    project: { id: index, path: `team-${index % 100}/app` },
    user: { name: "ada" },
    total: { count: 20 },
    commits: Array.from({ length: 20 }, (_, at) => ({
      id: `${at}`.padStart(40, "0"),
      message: `Change number ${at} of the branch, with a line that says why it was made and what for.`,
      author: { name: "Ada", email: `ada@team-${index + at}.example` },
    })),
  };
}
