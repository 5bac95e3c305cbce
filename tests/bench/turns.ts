import { atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { measureResidentMb } from "@/tests/bench/memory";
import { send } from "@/tests/bench/send";
import { createModelPersona, execute } from "@/tests/factories/execution";
import type { Hub } from "@/tests/support/hub";
import type { MessagesApi } from "@/tests/support/messages-api";
import { call, say } from "@/tests/support/messages-api-answer";
import { readStream } from "@/tests/support/read-stream";
import { awaitExecution, awaitState } from "@/tests/support/settle";

const turnCount = 20;
const streamCount = 50;

/**
 * What a turn costs beside the model: from the end of one answer to the next request, with the tool call between them,
 * and how soon a word of the model's is read from the stream.
 */
export async function measureTurns(hub: Hub, model: MessagesApi): Promise<Row[]> {
  const gaps: number[] = [];
  for (let run = 0; run < 10; run++) {
    const turns = Array.from({ length: turnCount - 1 }, () => call([{ name: "current_time", input: {} }]));
    const persona = await createModelPersona(hub, model, [...turns, say("Done.")]);
    const id = await execute(hub, { personaId: persona.id, prompt: "x" });
    // Seen by the stand-in, since asking the hub over and over how far it is would be measured too.
    await awaitState(
      async () => model.find(persona.name).length,
      (count) => count === turnCount,
      60_000,
    );
    await awaitExecution(hub, id);
    const asked = model.find(persona.name);
    for (const [index, request] of asked.entries()) {
      const before = asked[index - 1]?.endedAt;
      if (before && index > 1) gaps.push(request.receivedAt - before);
    }
  }
  if (gaps.length < 10 * (turnCount - 3)) throw new Error(`Only ${gaps.length} turns were made.`);
  const delays = await measureFirstWord(hub, model);
  return [
    atMost("a turn beside the model and its tool call, p50", percentile(gaps, 0.5), 15, "ms"),
    plain("a turn beside the model and its tool call, p95", percentile(gaps, 0.95), "ms"),
    atMost("the model's first word → read from the stream, p50", percentile(delays, 0.5), 150, "ms"),
    atMost("the model's first word → read from the stream, p95", percentile(delays, 0.95), 150, "ms"),
  ];
}

async function measureFirstWord(hub: Hub, model: MessagesApi): Promise<number[]> {
  const delays: number[] = [];
  for (let run = 0; run < 30; run++) {
    const slow = say("one two three", { chunkCharacters: 4, chunkDelayMs: 300 });
    const persona = await createModelPersona(hub, model, [slow]);
    const id = await execute(hub, { personaId: persona.id, prompt: "x" });
    await readStream(hub, id, { until: (messages) => messages.some(({ event }) => event === "output") });
    const seenAt = Date.now();
    const spokeAt = model.find(persona.name)[0]?.spokeAt;
    if (spokeAt) delays.push(seenAt - spokeAt);
    await awaitExecution(hub, id);
  }
  return delays;
}

/** Fifty executions that stream at once, each with a reader: memory of the processes, and how soon pages answer beside them. */
export async function measureStreams(hub: Hub, model: MessagesApi): Promise<Row[]> {
  const text = "A line that is said slowly.\n".repeat(60);
  const persona = await createModelPersona(
    hub,
    model,
    [say(text, { chunkCharacters: 12, chunkDelayMs: 60 })],
    {
      maxConcurrent: streamCount,
    },
  );
  const ids = await Promise.all(
    Array.from({ length: streamCount }, () => execute(hub, { personaId: persona.id, prompt: "x" })),
  );
  const readers = ids.map((id) => readStream(hub, id));
  const { web, engine } = hub.pids;
  const peaks = { web: 0, engine: 0 };
  const waits: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const startedAt = performance.now();
      await send({
        url: `${hub.url}/api/executions?limit=50`,
        headers: { Authorization: `Bearer ${hub.teamKey}` },
      });
      waits.push(performance.now() - startedAt);
      if (web) peaks.web = Math.max(peaks.web, measureResidentMb(web));
      if (engine) peaks.engine = Math.max(peaks.engine, measureResidentMb(engine));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  const streams = await Promise.all(readers);
  isOver = true;
  await watching;
  const whole = streams.filter((messages) => messages.at(-1)?.event === "complete").length;
  if (whole < streamCount) throw new Error(`Only ${whole} of ${streamCount} streams were read to their end.`);
  return [
    atMost(`${streamCount} streams at once: memory of the web process`, peaks.web, 500, "MB"),
    atMost(`${streamCount} streams at once: memory of the engine's process`, peaks.engine, 500, "MB"),
    plain(`${streamCount} streams at once: a list of executions, p50`, percentile(waits, 0.5), "ms"),
    atMost(`${streamCount} streams at once: a list of executions, p95`, percentile(waits, 0.95), 200, "ms"),
  ];
}
