"use client";

import { useEffect, useState } from "react";
import { addPiece, noOutput, type OutputPiece, type OutputState } from "@/components/executions/output-parts";

export type StreamPhase = "idle" | "connecting" | "open" | "interrupted" | "ended";

/**
 * The output of an execution as it is written. The browser opens a dropped line again by itself and names the last
 * piece it has, so nothing is lost or doubled. `onEnd` is called once, when the execution has ended.
 */
export function useExecutionStream(executionId: string, isWanted: boolean, onEnd: () => void) {
  const [output, setOutput] = useState<OutputState>(noOutput);
  const [phase, setPhase] = useState<StreamPhase>("idle");
  useEffect(() => {
    if (!isWanted) return;
    setPhase("connecting");
    let state = noOutput;
    let frame = 0;
    const source = new EventSource(`/api/executions/${encodeURIComponent(executionId)}/stream`);
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
    source.addEventListener("output", take("text"));
    source.addEventListener("notice", take("notice"));
    source.addEventListener("reset", take("reset"));
    source.addEventListener("complete", () => {
      source.close();
      setPhase("ended");
      onEnd();
    });
    source.onopen = () => setPhase("open");
    source.onerror = () => setPhase("interrupted");
    return () => {
      source.close();
      cancelAnimationFrame(frame);
      setOutput(noOutput);
    };
  }, [executionId, isWanted, onEnd]);
  return { output, phase };
}
