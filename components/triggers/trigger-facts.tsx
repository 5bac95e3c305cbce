"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Fact, Facts } from "@/components/shared/facts";
import { Duration, Figure } from "@/components/shared/figures";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { FireStrip } from "@/components/triggers/fire-strip";
import { NextTimes } from "@/components/triggers/next-times";
import { useTRPC } from "@/lib/trpc";
import type { TriggerOutput } from "@/server/triggers/schema";

/** What comes next, and how it has gone. */
export function TriggerFacts({ trigger }: { trigger: TriggerOutput }) {
  const trpc = useTRPC();
  const stats = useQuery(trpc.triggers.stats.queryOptions({ id: trigger.id })).data;
  const preview = useQuery(trpc.triggers.preview.queryOptions({ id: trigger.id })).data;
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {trigger.enabled && preview && preview.times.length > 0 && (
        <Section title={trigger.triggerType === "polling" ? "Next looks" : "Next times"}>
          <NextTimes preview={preview} />
        </Section>
      )}
      <Section title="So far">
        <div className="pt-3">
          <FireStrip fires={trigger.recentFires} />
        </div>
        <Facts>
          <Fact name="Fired">{stats && <Figure>{stats.totalFires}</Figure>}</Fact>
          <Fact name="Succeeded">
            {stats && stats.successRate !== null ? (
              <Figure>
                {stats.successCount} ({Math.round(stats.successRate * 100)} %)
              </Figure>
            ) : null}
          </Fact>
          <Fact name="Failed">{stats && <Figure>{stats.failureCount}</Figure>}</Fact>
          <Fact name="Skipped">{stats && <Figure>{stats.skippedCount}</Figure>}</Fact>
          <Fact name="Took on average">
            {stats && stats.avgDurationMs !== null ? <Duration ms={stats.avgDurationMs} /> : null}
          </Fact>
          <Fact name="Last fired">
            {trigger.lastTriggeredAt && <ExactTime at={trigger.lastTriggeredAt} />}
          </Fact>
        </Facts>
      </Section>
      <Section title="Facts">
        <Facts>
          <Fact name="Id">
            <span className="font-mono text-code">{trigger.id}</span>
          </Fact>
          <Fact name="Sets to work">
            {trigger.targetPersonaId && (
              <Link
                href={`/personas/${trigger.targetPersonaId}`}
                className="font-mono text-code underline underline-offset-2"
              >
                {trigger.targetPersonaId}
              </Link>
            )}
          </Fact>
          <Fact name="Time zone">{trigger.timeZone}</Fact>
          <Fact name="Created">
            <ExactTime at={trigger.createdAt} />
          </Fact>
          <Fact name="Events">
            <Link href={`/events?trigger=${trigger.id}`} className="underline underline-offset-2">
              All it has fired
            </Link>
          </Fact>
        </Facts>
      </Section>
    </div>
  );
}
