import { type Actor, requireScope } from "@/server/actor";
import { shareOf } from "@/server/budgets/ledger";
import { currentPeriod } from "@/server/budgets/period";
import type { BudgetList, BudgetOutput } from "@/server/budgets/schema";
import { db } from "@/server/db";
import type { Page } from "@/server/page-input";

/** The personas' budgets of this month, by name; of one alone when `personaId` is given. */
export async function listBudgets(
  actor: Actor,
  { personaId, limit, offset }: BudgetList,
): Promise<Page<BudgetOutput>> {
  requireScope(actor, "personas:read");
  const where = personaId === undefined ? {} : { id: personaId };
  const [period, personas, total] = await Promise.all([
    currentPeriod(),
    db.persona.findMany({
      where,
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: limit,
      skip: offset,
      select: { id: true, name: true, monthlyBudgetUsd: true },
    }),
    db.persona.count({ where }),
  ]);
  const rows = await db.budgetPeriod.findMany({
    where: { period, personaId: { in: personas.map(({ id }) => id) } },
  });
  const ledgers = new Map(rows.map((row) => [row.personaId, row]));
  return {
    items: personas.map(({ id, name, monthlyBudgetUsd: limitUsd }) => {
      const { spentUsd = 0, heldUsd = 0, reachedAt = null } = ledgers.get(id) ?? {};
      const share = shareOf({ limitUsd, spentUsd, heldUsd });
      return {
        personaId: id,
        personaName: name,
        period,
        limitUsd,
        spentUsd,
        heldUsd,
        share,
        reachedAt: reachedAt?.toISOString() ?? null,
      };
    }),
    total,
  };
}
