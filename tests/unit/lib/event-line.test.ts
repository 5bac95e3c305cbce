import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openEventLine } from "@/lib/event-line";

/** The browser's EventSource as far as it is used. */
class FakeSource extends EventTarget {
  onopen = () => {};
  onerror = () => {};
  isClosed = false;
  constructor(readonly url: string) {
    super();
    sources.push(this);
  }
  close() {
    this.isClosed = true;
  }
  say(event: string, data = "") {
    this.dispatchEvent(new MessageEvent(event, { data }));
  }
}

let sources: FakeSource[] = [];
const heard: string[] = [];
const opened: (() => void)[] = [];
const page = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("window", page);
  sources = [];
  heard.length = 0;
});
afterEach(() => {
  for (const close of opened.splice(0)) close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a line", () => {
  test("hears its events, and says when it holds", () => {
    const close = open();
    latest().onopen();
    latest().say("change", "a");
    expect(heard).toEqual(["open", "change a"]);
    close();
    expect(latest().isClosed).toBe(true);
  });

  test("is opened again when it drops, from where it was, sooner than ten seconds each time", () => {
    open();
    for (const count of [1, 2, 3, 4, 5, 6, 7]) {
      expect(sources).toHaveLength(count);
      expect(latest().url).toBe(`/line?attempt=${count}`);
      latest().onerror();
      expect(latest().isClosed).toBe(true);
      vi.advanceTimersByTime(10_000);
    }
    expect(heard).toEqual(Array(7).fill("lost"));
  });

  test("tells the hub's own word of an error apart from the browser's, which says nothing", () => {
    open();
    latest().dispatchEvent(new Event("error"));
    expect(heard).toEqual([]);
    latest().say("error", "gone");
    expect(heard).toEqual(["error gone"]);
  });

  test("holds for as long as a heartbeat comes", () => {
    open();
    latest().onopen();
    for (let beat = 0; beat < 10; beat++) {
      vi.advanceTimersByTime(39_000);
      latest().say("heartbeat", "{}");
    }
    expect(sources).toHaveLength(1);
    expect(heard).toEqual(["open"]);
  });

  test.each([
    ["once it held", true],
    ["before it held", false],
  ])("counts as lost after forty seconds of silence, %s", (_name, held) => {
    open();
    if (held) latest().onopen();
    vi.advanceTimersByTime(39_999);
    expect(heard).not.toContain("lost");
    vi.advanceTimersByTime(1);
    expect(heard).toContain("lost");
    expect(latest().isClosed).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(sources).toHaveLength(2);
  });

  test("is opened at once when the network returns", () => {
    const close = open();
    latest().onerror();
    page.dispatchEvent(new Event("online"));
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(10_000);
    expect(sources).toHaveLength(2);
    close();
    page.dispatchEvent(new Event("online"));
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(2);
  });
});

function open(): () => void {
  const close = openEventLine({
    url: () => `/line?attempt=${sources.length + 1}`,
    events: {
      change: (event) => heard.push(`change ${event.data}`),
      error: (event) => heard.push(`error ${event.data}`),
    },
    onOpen: () => heard.push("open"),
    onLost: () => heard.push("lost"),
  });
  opened.push(close);
  return close;
}

function latest(): FakeSource {
  const source = sources.at(-1);
  if (!source) throw new Error("No line was opened");
  return source;
}
