type LiveListener = {
  onPhase: (phase: "live" | "lost") => void;
  onChange: (topics: string[]) => void;
  onReturn: () => void;
};

/** Changes that arrive closer together than this are told once. */
const gatherMs = 250;

/** Listens to /api/live until the returned function is called. A line that drops is opened again, at once when the network returns. */
export function openLiveConnection(listener: LiveListener): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let gather: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let wasLost = false;
  let isLive = false;
  const gathered = new Set<string>();

  const open = () => {
    source?.close();
    source = new EventSource("/api/live");
    source.onopen = () => {
      failures = 0;
      if (!isLive) listener.onPhase("live");
      if (wasLost) listener.onReturn();
      isLive = true;
      wasLost = false;
    };
    source.addEventListener("change", (event) => {
      for (const topic of readTopics(event.data)) gathered.add(topic);
      gather ??= setTimeout(flush, gatherMs);
    });
    source.onerror = reopen;
  };
  const flush = () => {
    gather = undefined;
    const topics = [...gathered];
    gathered.clear();
    listener.onChange(topics);
  };
  const reopen = () => {
    source?.close();
    clearTimeout(retry);
    if (!wasLost) listener.onPhase("lost");
    wasLost = true;
    isLive = false;
    failures += 1;
    retry = setTimeout(open, Math.min(500 * 2 ** Math.min(failures, 5), 10_000) * (0.5 + Math.random() / 2));
  };

  const openNow = () => {
    clearTimeout(retry);
    open();
  };
  open();
  window.addEventListener("online", openNow);
  return () => {
    source?.close();
    window.removeEventListener("online", openNow);
    for (const timer of [retry, gather]) clearTimeout(timer);
  };
}

function readTopics(data: unknown): string[] {
  if (typeof data !== "string") return [];
  const parsed: unknown = JSON.parse(data);
  const topics = typeof parsed === "object" && parsed !== null && "topics" in parsed ? parsed.topics : [];
  return Array.isArray(topics) ? topics.filter((topic) => typeof topic === "string") : [];
}
