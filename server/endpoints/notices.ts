import { systemActor } from "@/server/actor";
import { listBudgets } from "@/server/budgets/service";
import { db } from "@/server/db";
import type { NoticeType } from "@/server/endpoints/schema";
import { env } from "@/server/env";
import { findPersona } from "@/server/personas/service";

/** What a message says: the form that Standard Webhooks recommends. */
export type Notice = { type: NoticeType; timestamp: string; data: Record<string, unknown> };

const longestText = 1_000;

/** What there is to say of an execution that has ended. Null while it has not, or once it is gone. */
export async function describeEnd(executionId: string): Promise<Notice | null> {
  const row = await db.execution.findUnique({
    where: { id: executionId },
    omit: { inputData: true, outputData: true },
  });
  if (!row) return null;
  const type = `execution.${row.status}`;
  if (type !== "execution.completed" && type !== "execution.failed" && type !== "execution.cancelled")
    return null;
  return {
    type,
    timestamp: (row.completedAt ?? row.updatedAt).toISOString(),
    data: {
      executionId,
      personaId: row.personaId,
      personaName: row.personaName,
      status: row.status,
      attempt: row.attempt,
      eventId: row.eventId,
      triggerId: row.triggerId,
      errorMessage: cut(row.errorMessage),
      durationMs: row.durationMs,
      costUsd: row.costUsd,
      startedAt: row.startedAt?.toISOString() ?? null,
      completedAt: row.completedAt?.toISOString() ?? null,
      url: linkTo(`/executions/${executionId}`),
    },
  };
}

/** What there is to say of a notice raised at `at` (epoch ms). Null for an unknown type, or when its subject is gone. */
export async function describeNotice(type: string, subjectId: string, at: number): Promise<Notice | null> {
  if (!isKnown(type)) return null;
  const data = await readers[type](subjectId);
  return data && { type, timestamp: new Date(at).toISOString(), data };
}

const readers = {
  "event.failed": readEvent,
  "event.dead_letter": readEvent,
  "subscription.disabled": async (id: string) => {
    const row = await db.subscription.findUnique({ where: { id } });
    return (
      row && {
        subscriptionId: id,
        personaId: row.personaId,
        eventType: row.eventType,
        reason: cut(row.disabledReason),
        url: linkTo(`/subscriptions/${id}`),
      }
    );
  },
  "trigger.degraded": async (id: string) => {
    const row = await db.trigger.findUnique({ where: { id } });
    return (
      row && {
        triggerId: id,
        name: row.name,
        triggerType: row.triggerType,
        personaId: row.personaId,
        reason: cut(row.healthMessage),
        url: linkTo(`/triggers/${id}`),
      }
    );
  },
  "budget.reached": async (id: string) => {
    const run = await db.execution.findUnique({ where: { id } });
    if (run) {
      const { personaId, personaName, costUsd: spentUsd } = run;
      const limitUsd = (await findPersona(personaId))?.maxBudgetUsd ?? null;
      const amounts = { period: null, limitUsd, spentUsd };
      return { personaId, personaName, executionId: id, ...amounts, url: linkTo(`/executions/${id}`) };
    }
    const { items } = await listBudgets(systemActor, { personaId: id, limit: 1, offset: 0 });
    const [budget] = items;
    if (!budget) return null;
    const { personaId, personaName, period, limitUsd, spentUsd } = budget;
    const url = linkTo(`/personas/${id}/settings`);
    return { personaId, personaName, executionId: null, period, limitUsd, spentUsd, url };
  },
  "endpoint.disabled": async (id: string) => {
    const row = await db.endpoint.findUnique({ where: { id } });
    return (
      row && {
        endpointId: id,
        host: new URL(row.url).host,
        reason: cut(row.disabledReason),
        url: linkTo(`/webhooks/endpoints/${id}`),
      }
    );
  },
  "review.waiting": async (id: string) => {
    const row = await db.review.findUnique({ where: { id } });
    return (
      row && {
        reviewId: id,
        kind: row.kind,
        severity: row.severity,
        executionId: row.executionId,
        personaId: row.personaId,
        personaName: row.personaName,
        dueAt: row.dueAt?.toISOString() ?? null,
        createdAt: row.createdAt.toISOString(),
        url: linkTo(`/reviews/${id}`),
      }
    );
  },
};

function isKnown(type: string): type is keyof typeof readers {
  return Object.hasOwn(readers, type);
}

async function readEvent(id: string) {
  const row = await db.event.findUnique({ where: { id }, omit: { payload: true, causes: true } });
  return (
    row && {
      eventId: id,
      eventType: row.eventType,
      sourceType: row.sourceType,
      sourceId: row.sourceId,
      status: row.status,
      errorMessage: cut(row.errorMessage),
      createdAt: row.createdAt.toISOString(),
      url: linkTo(`/events/${id}`),
    }
  );
}

function linkTo(path: string): string {
  return `${env().PUBLIC_URL}${path}`;
}

function cut(text: string | null): string | null {
  return text !== null && text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
