export type EventLine = {
  /** Asked anew each time the line is opened, so that it can name what has been heard already. */
  url: () => string;
  /** What is heard, by the events' names. */
  events: Record<string, (event: MessageEvent<string>) => void>;
  onOpen?: () => void;
  /** Called each time the line drops or an attempt to open it fails. */
  onLost: () => void;
};

/** The hub sends a heartbeat every 15 s; a line that is silent for this long is lost, even if nobody says so. */
const silenceMs = 40_000;
const longestWaitMs = 10_000;

/**
 * Listens to Server-Sent Events until the returned function is called. Unlike a bare EventSource it also opens the
 * line again after a refusal, after a long silence, and at once when the network returns.
 */
export function openEventLine(line: EventLine): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(reopen, silenceMs);
  };
  const close = () => {
    source?.close();
    for (const timer of [retry, silence]) clearTimeout(timer);
  };
  const open = () => {
    close();
    const opened = new EventSource(line.url());
    source = opened;
    opened.onopen = () => {
      failures = 0;
      hear();
      line.onOpen?.();
    };
    opened.onerror = reopen;
    opened.addEventListener("heartbeat", hear);
    for (const [name, take] of Object.entries(line.events)) {
      opened.addEventListener(name, (event: Event) => {
        // The browser's own `error` has the name of one that the hub sends, and says nothing.
        if (!(event instanceof MessageEvent)) return;
        hear();
        take(event);
      });
    }
    hear();
  };
  const reopen = () => {
    close();
    failures += 1;
    const waitMs = Math.min(500 * 2 ** Math.min(failures, 5), longestWaitMs);
    retry = setTimeout(open, waitMs * (0.5 + Math.random() / 2));
    line.onLost();
  };

  open();
  window.addEventListener("online", open);
  return () => {
    close();
    window.removeEventListener("online", open);
  };
}
