"use client";

import { useEffect, useState } from "react";
import { addPiece, noOutput, type OutputPiece, type OutputState } from "@/components/executions/output-parts";
import { openEventLine } from "@/lib/event-line";

type StreamEars = { onEnd: () => void; onTrace: () => void };
export type StreamPhase = "idle" | "connecting" | "open" | "interrupted" | "ended";

/**
 * The output of an execution as it is written. A line that drops is opened again and names the last piece it has, so
 * nothing is lost or doubled. `onEnd` is called once, when the execution has ended, `onTrace` whenever there is more of
 * its trace to read.
 */
export function useExecutionStream(executionId: string, isWanted: boolean, { onEnd, onTrace }: StreamEars) {
  const [output, setOutput] = useState<OutputState>(noOutput);
  const [phase, setPhase] = useState<StreamPhase>("idle");
  useEffect(() => {
    if (!isWanted) return;
    setPhase("connecting");
    let state = noOutput;
    let frame = 0;
    // Pieces may come faster than the screen is drawn; they are shown once a frame.
    const draw = () => {
      frame = 0;
      setOutput(state);
    };
    const take = (kind: OutputPiece["kind"]) => (event: MessageEvent<string>) => {
      const data: Omit<OutputPiece, "kind" | "seq"> & { seq?: number } = JSON.parse(event.data);
      const seq = data.seq ?? Number(event.lastEventId);
      state = addPiece(state, { kind, seq, turn: data.turn ?? 0, text: data.text ?? "" });
      frame ||= requestAnimationFrame(draw);
    };
    const end = () => {
      close();
      setPhase("ended");
      onEnd();
    };
    const close = openEventLine({
      url: () => `/api/executions/${encodeURIComponent(executionId)}/stream?after=${state.lastSeq}`,
      events: {
        output: take("text"),
        notice: take("notice"),
        reset: take("reset"),
        trace: onTrace,
        complete: end,
        // What may pass is tried again, as after any line that drops.
        error: (event) => {
          if (JSON.parse(event.data).transient === false) end();
        },
      },
      onOpen: () => setPhase("open"),
      onLost: () => setPhase("interrupted"),
    });
    return () => {
      close();
      cancelAnimationFrame(frame);
      setOutput(noOutput);
    };
  }, [executionId, isWanted, onEnd, onTrace]);
  return { output, phase };
}
