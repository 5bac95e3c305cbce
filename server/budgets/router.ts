import { budgetList, budgetOutput } from "@/server/budgets/schema";
import { listBudgets } from "@/server/budgets/service";
import { pageOf } from "@/server/page-input";
import { createRouter, verb } from "@/server/trpc/init";

export const budgetsRouter = createRouter({
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/budgets",
        summary: "List the personas' budgets of this month",
        tag: "Budgets",
        list: true,
      },
    })
    .input(budgetList)
    .output(pageOf(budgetOutput))
    .query(({ ctx, input }) => listBudgets(ctx.actor, input)),
});
