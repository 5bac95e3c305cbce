import { budgetsRouter } from "@/server/budgets/router";
import { connectionRouter } from "@/server/connection/router";
import { credentialsRouter } from "@/server/credentials/router";
import { designsRouter } from "@/server/designs/router";
import { endpointsRouter } from "@/server/endpoints/router";
import { engineRouter } from "@/server/engine/router";
import { eventsRouter } from "@/server/events/router";
import { executionsRouter } from "@/server/executions/router";
import { gitlabRouter } from "@/server/gitlab/router";
import { mcpServersRouter } from "@/server/mcp-servers/router";
import { memoriesRouter } from "@/server/memories/router";
import { messagesRouter } from "@/server/messages/router";
import { personasRouter } from "@/server/personas/router";
import { reviewsRouter } from "@/server/reviews/router";
import { settingsRouter } from "@/server/settings/router";
import { subscriptionsRouter } from "@/server/subscriptions/router";
import { systemRouter } from "@/server/system/router";
import { toolsRouter } from "@/server/tools/router";
import { tracesRouter } from "@/server/traces/router";
import { triggersRouter } from "@/server/triggers/router";
import { createCallerFactory, createRouter } from "@/server/trpc/init";
import { webhooksRouter } from "@/server/webhooks/router";
import { workersRouter } from "@/server/workers/router";

/** Every verb of the hub, by feature. */
export const appRouter = createRouter({
  personas: personasRouter,
  subscriptions: subscriptionsRouter,
  events: eventsRouter,
  executions: executionsRouter,
  traces: tracesRouter,
  webhooks: webhooksRouter,
  triggers: triggersRouter,
  endpoints: endpointsRouter,
  reviews: reviewsRouter,
  messages: messagesRouter,
  memories: memoriesRouter,
  budgets: budgetsRouter,
  tools: toolsRouter,
  mcpServers: mcpServersRouter,
  credentials: credentialsRouter,
  connection: connectionRouter,
  designs: designsRouter,
  workers: workersRouter,
  gitlab: gitlabRouter,
  settings: settingsRouter,
  engine: engineRouter,
  system: systemRouter,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
