import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { findChromium } from "@/scripts/test/chromium";
import { atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { createModelPersona, execute } from "@/tests/factories/execution";
import type { Hub } from "@/tests/support/hub";
import type { MessagesApi } from "@/tests/support/messages-api";
import type { TextAnswer } from "@/tests/support/messages-api-answer";
import { signIn } from "@/tests/support/session";
import { awaitExecution } from "@/tests/support/settle";

const streamCount = 50;
const sampleCount = 15;
const watchMs = 15_000;
/** Long enough for a page to be opened before the model's first word. */
const silenceMs = 3_000;
const firstWord = "Firstly";

type Frames = { gaps: number[]; tasks: number[] };

/**
 * What somebody sees in a browser while fifty executions stream: how soon the model's first word stands in the page, and
 * how smoothly an execution's page and the list of executions move. Nothing, with the reason said, where no browser runs.
 */
export async function measurePage(hub: Hub, model: MessagesApi): Promise<Row[]> {
  const executablePath = findChromium();
  if (!executablePath) {
    console.log("\nPages in a browser are not measured: no Chromium runs here; name one in CHROMIUM_PATH.");
    return [];
  }
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    return await measureIn(browser, hub, model);
  } finally {
    await browser.close();
  }
}

async function measureIn(browser: Browser, hub: Hub, model: MessagesApi): Promise<Row[]> {
  const context = await browser.newContext({ baseURL: hub.url });
  const [name = "", value = ""] = (await signIn(hub)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: hub.url }]);
  // Each page once before it counts: what a server compiles and a browser fetches at first is not what streams cost.
  const warm = await context.newPage();
  await warm.goto("/executions");
  await warm.close();

  const quiet = await measureFirstWords(context, hub, model);
  const streams = await startStreams(hub, model);
  const pages = {
    "an execution's page": `/executions/${streams.ids[0]}`,
    "the list of executions": "/executions",
  };
  const opened = await Promise.all(
    Object.entries(pages).map(async ([what, path]) => ({ what, page: await openLive(context, path) })),
  );
  const watched = await Promise.all(
    opened.map(async ({ what, page }) => ({ what, frames: await watchFrames(page) })),
  );
  for (const { page } of opened) await page.close();
  const delays: number[] = [];
  for (let sample = 0; sample < sampleCount; sample++)
    delays.push(await measureFirstWord(context, hub, model));
  if (!(await streams.areAllOpen())) throw new Error("The streams ended before everything was measured.");
  await streams.end();
  return [
    ...describeDelays("nothing else streams", quiet),
    ...describeDelays(`${streamCount} streams`, delays),
    ...watched.flatMap(({ what, frames }) => describeFrames(what, frames)),
  ];
}

function describeDelays(when: string, delays: number[]): Row[] {
  const what = `${when}: the model's first word → in the page`;
  return [
    atMost(`${what}, p50`, percentile(delays, 0.5), 150, "ms"),
    atMost(`${what}, p95`, percentile(delays, 0.95), 150, "ms"),
  ];
}

function describeFrames(what: string, { gaps, tasks }: Frames): Row[] {
  return [
    atMost(`${streamCount} streams: ${what}, from frame to frame, p95`, percentile(gaps, 0.95), 50, "ms"),
    plain(`${streamCount} streams: ${what}, the longest frame`, Math.max(...gaps), "ms"),
    plain(`${streamCount} streams: ${what}, the longest task`, Math.max(0, ...tasks), "ms"),
    plain(`${streamCount} streams: ${what}, tasks beyond 50 ms in ${watchMs / 1_000} s`, tasks.length, ""),
  ];
}

/** Fifty executions of one persona that speak until they are ended. */
async function startStreams(hub: Hub, model: MessagesApi) {
  const pace = { ms: 60 };
  const text = "A line that is **said** slowly.\n\n".repeat(2_000);
  const answer = speak({ text, chunkCharacters: 12 }, pace);
  const persona = await createModelPersona(hub, model, [answer], { maxConcurrent: streamCount });
  const ids = await Promise.all(
    Array.from({ length: streamCount }, () => execute(hub, { personaId: persona.id, prompt: "x" })),
  );
  const requests = () => model.find(persona.name);
  while (requests().filter(({ spokeAt }) => spokeAt !== null).length < streamCount)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    ids,
    areAllOpen: async () => requests().every(({ outcome }) => outcome === "open"),
    end: async () => {
      const { teamKey: key } = hub;
      const headers = { Authorization: `Bearer ${key}` };
      for (const id of ids)
        await fetch(`${hub.url}/api/executions/${id}/cancel`, { method: "POST", headers });
      await Promise.all(ids.map((id) => awaitExecution(hub, id)));
    },
  };
}

async function measureFirstWords(context: BrowserContext, hub: Hub, model: MessagesApi): Promise<number[]> {
  const delays: number[] = [];
  for (let sample = 0; sample < sampleCount; sample++)
    delays.push(await measureFirstWord(context, hub, model));
  return delays;
}

/** Milliseconds from the model's first word to the page that holds it, by the clock of this machine. */
async function measureFirstWord(context: BrowserContext, hub: Hub, model: MessagesApi): Promise<number> {
  const pace = { ms: silenceMs };
  const answer = speak({ text: `${firstWord}, a few words.`, chunkCharacters: 10 }, pace);
  const persona = await createModelPersona(hub, model, [answer]);
  const id = await execute(hub, { personaId: persona.id, prompt: "x" });
  const page = await context.newPage();
  await page.addInitScript(watchOutput);
  await goLive(page, `/executions/${id}`);
  if (model.find(persona.name)[0]?.spokeAt) throw new Error("The model spoke before the page stood open.");
  pace.ms = 60;
  await page.waitForFunction(() => "firstSeenAt" in window, undefined, { timeout: 30_000, polling: 50 });
  const seenAt = await page.evaluate<number>("window.firstSeenAt");
  await page.close();
  await awaitExecution(hub, id);
  return seenAt - (model.find(persona.name)[0]?.spokeAt ?? Number.NaN);
}

async function openLive(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await goLive(page, path);
  return page;
}

/** Opens a page and waits until it follows the hub. */
async function goLive(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page
    .getByRole("status")
    .filter({ hasText: /^live$/ })
    .waitFor();
}

function watchFrames(page: Page): Promise<Frames> {
  return page.evaluate<Frames>(`new Promise((resolve) => {
    const tasks = [];
    const gaps = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)))
      .observe({ type: "longtask" });
    const startedAt = performance.now();
    let last;
    requestAnimationFrame(function next(at) {
      if (last !== undefined) gaps.push(at - last);
      last = at;
      if (at - startedAt < ${watchMs}) requestAnimationFrame(next);
      else resolve({ gaps, tasks });
    });
  })`);
}

/** As text, since what runs in the browser must bring none of the compiler's helpers along. */
const watchOutput = `new MutationObserver(() => {
  if (window.firstSeenAt !== undefined) return;
  const output = document.querySelector('[aria-label="Output"]');
  if (output && output.textContent.includes(${JSON.stringify(firstWord)})) window.firstSeenAt = Date.now();
}).observe(document, { childList: true, subtree: true, characterData: true });`;

/** An answer whose pace is looked up before every piece. */
function speak(answer: Omit<TextAnswer, "kind" | "chunkDelayMs">, pace: { ms: number }): TextAnswer {
  return {
    kind: "text",
    ...answer,
    get chunkDelayMs() {
      return pace.ms;
    },
  };
}
