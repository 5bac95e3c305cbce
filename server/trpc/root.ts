import { endpointsRouter } from "@/server/endpoints/router";
import { engineRouter } from "@/server/engine/router";
import { eventsRouter } from "@/server/events/router";
import { executionsRouter } from "@/server/executions/router";
import { personasRouter } from "@/server/personas/router";
import { settingsRouter } from "@/server/settings/router";
import { subscriptionsRouter } from "@/server/subscriptions/router";
import { systemRouter } from "@/server/system/router";
import { triggersRouter } from "@/server/triggers/router";
import { createCallerFactory, createRouter } from "@/server/trpc/init";
import { webhooksRouter } from "@/server/webhooks/router";

/** Every verb of the hub, by feature. */
export const appRouter = createRouter({
  personas: personasRouter,
  subscriptions: subscriptionsRouter,
  events: eventsRouter,
  executions: executionsRouter,
  webhooks: webhooksRouter,
  triggers: triggersRouter,
  endpoints: endpointsRouter,
  settings: settingsRouter,
  engine: engineRouter,
  system: systemRouter,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
