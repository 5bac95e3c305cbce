import { openEventLine } from "@/lib/event-line";

type LiveListener = {
  onPhase: (phase: "live" | "lost") => void;
  /** What has changed, and when the hub saw it (epoch ms of its clock). */
  onChange: (topics: string[], at: number) => void;
  /** From here on every change is told; what changed before, since the page was drawn or the line dropped, is not. */
  onReady: (at: number) => void;
};

/** Changes that arrive closer together than this are told once. */
const gatherMs = 250;

/** Listens to what changes in the hub until the returned function is called. */
export function openLiveConnection(listener: LiveListener): () => void {
  let gather: ReturnType<typeof setTimeout> | undefined;
  let phase: "connecting" | "live" | "lost" = "connecting";
  let latest = 0;
  const gathered = new Set<string>();

  const flush = () => {
    gather = undefined;
    const topics = [...gathered];
    gathered.clear();
    listener.onChange(topics, latest);
  };
  const enter = (next: "live" | "lost") => {
    if (phase !== next) listener.onPhase(next);
    phase = next;
  };
  const close = openEventLine({
    url: () => "/api/live",
    events: {
      ready: (event) => {
        enter("live");
        listener.onReady(readMessage(event.data).at);
      },
      change: (event) => {
        const { topics, at } = readMessage(event.data);
        for (const topic of topics) gathered.add(topic);
        latest = at;
        gather ??= setTimeout(flush, gatherMs);
      },
    },
    onLost: () => enter("lost"),
  });
  return () => {
    close();
    clearTimeout(gather);
  };
}

/** The page and the hub may be of two versions while one is put in the other's place, so nothing is taken for granted. */
function readMessage(data: string): { at: number; topics: string[] } {
  const parsed: unknown = JSON.parse(data);
  const { at, topics }: { at?: unknown; topics?: unknown } =
    typeof parsed === "object" && parsed !== null ? parsed : {};
  return {
    at: typeof at === "number" ? at : 0,
    topics: Array.isArray(topics) ? topics.filter((topic) => typeof topic === "string") : [],
  };
}
