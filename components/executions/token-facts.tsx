"use client";

import { useQuery } from "@tanstack/react-query";
import { Fact, Facts } from "@/components/shared/facts";
import { Money, Tokens } from "@/components/shared/figures";
import { Section } from "@/components/shared/section";
import { formatMoney } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionDetail } from "@/server/executions/schema";

/** The five counters of an execution, what they cost, and what reading from the cache saved. */
export function TokenFacts({ execution }: { execution: ExecutionDetail }) {
  const trpc = useTRPC();
  const { data: trace } = useQuery(trpc.traces.get.queryOptions({ executionId: execution.id }));
  const { share = 0, savedUsd = null } = trace?.caching ?? {};
  return (
    <Section title="Tokens and cost">
      <Facts>
        <Fact name="Input">
          <Tokens count={execution.inputTokens} />
        </Fact>
        <Fact name="Read from cache">
          {execution.cacheReadTokens ? (
            <>
              <Tokens count={execution.cacheReadTokens} /> ({Math.round(share * 100)} %)
            </>
          ) : null}
        </Fact>
        <Fact name="Written to cache, 5 min">
          {execution.cacheWrite5mTokens ? <Tokens count={execution.cacheWrite5mTokens} /> : null}
        </Fact>
        <Fact name="Written to cache, 1 h">
          {execution.cacheWrite1hTokens ? <Tokens count={execution.cacheWrite1hTokens} /> : null}
        </Fact>
        <Fact name="Output">
          <Tokens count={execution.outputTokens} />
        </Fact>
        <Fact name="Cost">
          <Money usd={execution.costUsd} />
        </Fact>
        <Fact name="Caching">
          {savedUsd === null || execution.cacheReadTokens === 0
            ? null
            : savedUsd >= 0
              ? `Saved ${formatMoney(savedUsd)}`
              : `Cost ${formatMoney(-savedUsd)} more`}
        </Fact>
      </Facts>
    </Section>
  );
}
