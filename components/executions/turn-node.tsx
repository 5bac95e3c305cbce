"use client";

import { Fact, Facts } from "@/components/shared/facts";
import { Duration, Figure, Money, Tokens } from "@/components/shared/figures";
import { PagedText } from "@/components/shared/paged-text";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { useTRPCClient } from "@/lib/trpc";
import type { TracedTurn } from "@/server/traces/schema";

/** A model turn: what it took, what the model said, and which tools it asked for. */
export function TurnNode({ executionId, turn }: { executionId: string; turn: TracedTurn }) {
  const client = useTRPCClient();
  return (
    <>
      <Section title={`Turn ${turn.turn}`} note={describeTurn(turn)}>
        <Facts className="max-w-md">
          <Fact name="Model">{turn.model === "" ? null : <Figure>{turn.model}</Figure>}</Fact>
          <Fact name="Began">
            <ExactTime at={turn.startedAt} />
          </Fact>
          <Fact name="Took">
            <Duration ms={turn.durationMs} />
          </Fact>
          <Fact name="Tried before">{turn.attempt > 0 ? <Figure>{turn.attempt}</Figure> : null}</Fact>
          <Fact name="Ended by">{turn.stopReason && <Figure>{turn.stopReason}</Figure>}</Fact>
          <Fact name="Input">
            <Tokens count={turn.inputTokens} />
          </Fact>
          <Fact name="Read from cache">
            <Tokens count={turn.cacheReadTokens} />
          </Fact>
          <Fact name="Written to cache, 5 min">
            <Tokens count={turn.cacheWrite5mTokens} />
          </Fact>
          <Fact name="Written to cache, 1 h">
            <Tokens count={turn.cacheWrite1hTokens} />
          </Fact>
          <Fact name="Output">
            <Tokens count={turn.outputTokens} />
          </Fact>
          <Fact name="From the cache">
            {turn.cachedShare > 0 ? `${Math.round(turn.cachedShare * 100)} %` : null}
          </Fact>
          <Fact name="Cost">
            <Money usd={turn.costUsd} />
          </Fact>
        </Facts>
      </Section>
      <Section title="What it said">
        <div className="pt-3">
          {turn.output.characterCount === 0 ? (
            <p className="text-ink-muted text-table">
              Nothing in words{turn.toolCalls.length > 0 ? "; it asked for tools." : "."}
            </p>
          ) : (
            <PagedText
              label="text of the turn"
              queryKey={["turn text", `${executionId}/${turn.turn}`]}
              readPage={(offset) => client.traces.turnText.query({ executionId, turn: turn.turn, offset })}
            />
          )}
        </div>
      </Section>
    </>
  );
}

function describeTurn({ kind, isFinished, isLost }: TracedTurn): string | undefined {
  if (isLost) return "its worker was lost or gave it back; what it did may have taken effect";
  if (!isFinished) return "not finished: what it said is known at its end";
  return kind === "compaction" ? "a summary of all before" : undefined;
}
