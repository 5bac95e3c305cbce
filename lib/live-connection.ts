import { openEventLine } from "@/lib/event-line";

type LiveListener = {
  onPhase: (phase: "live" | "lost") => void;
  onChange: (topics: string[]) => void;
  onReturn: () => void;
};

/** Changes that arrive closer together than this are told once. */
const gatherMs = 250;

/** Listens to what changes in the hub until the returned function is called. */
export function openLiveConnection(listener: LiveListener): () => void {
  let gather: ReturnType<typeof setTimeout> | undefined;
  let phase: "connecting" | "live" | "lost" = "connecting";
  const gathered = new Set<string>();

  const flush = () => {
    gather = undefined;
    const topics = [...gathered];
    gathered.clear();
    listener.onChange(topics);
  };
  const enter = (next: "live" | "lost") => {
    const previous = phase;
    phase = next;
    if (previous !== next) listener.onPhase(next);
    if (previous === "lost" && next === "live") listener.onReturn();
  };
  const close = openEventLine({
    url: () => "/api/live",
    events: {
      change: (event) => {
        for (const topic of readTopics(event.data)) gathered.add(topic);
        gather ??= setTimeout(flush, gatherMs);
      },
    },
    onOpen: () => enter("live"),
    onLost: () => enter("lost"),
  });
  return () => {
    close();
    clearTimeout(gather);
  };
}

function readTopics(data: unknown): string[] {
  if (typeof data !== "string") return [];
  const parsed: unknown = JSON.parse(data);
  const topics = typeof parsed === "object" && parsed !== null && "topics" in parsed ? parsed.topics : [];
  return Array.isArray(topics) ? topics.filter((topic) => typeof topic === "string") : [];
}
