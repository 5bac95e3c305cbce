export type StreamMessage = { event: string; data: unknown; id?: number };
export type Send = (message: StreamMessage) => void;

const heartbeatMs = 15_000;

/**
 * A Server-Sent Events answer. `start` gets `send` and `close` and returns what to call when the reader
 * has gone. An event `heartbeat` every 15 s keeps proxies from closing it
 * and tells the reader that the line holds.
 */
export function answerEventStream(
  request: Request,
  start: (send: Send, close: () => void) => () => void,
): Response {
  const encoder = new TextEncoder();
  let finish = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      const write = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text));
      };
      const heartbeat = setInterval(
        () => write(formatMessage({ event: "heartbeat", data: {} })),
        heartbeatMs,
      );
      let stop = () => {};
      finish = () => {
        if (!isOpen) return;
        isOpen = false;
        clearInterval(heartbeat);
        stop();
        try {
          controller.close();
        } catch {
          // The reader cancelled first; the stream is closed already.
        }
      };
      request.signal.addEventListener("abort", finish);
      write("retry: 1000\n\n");
      stop = start((message) => write(formatMessage(message)), finish);
      if (!isOpen) stop();
    },
    cancel: () => finish(),
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}

function formatMessage({ event, data, id }: StreamMessage): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
