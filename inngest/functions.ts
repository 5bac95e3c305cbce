import type { InngestFunction } from "inngest";
import { announceReviewFunction } from "@/inngest/functions/announce-review";
import { cancelOrphansFunction } from "@/inngest/functions/cancel-orphans";
import { deliverMessageFunction } from "@/inngest/functions/deliver-message";
import { designPersonaFunction } from "@/inngest/functions/design-persona";
import { fireEmittedFunction } from "@/inngest/functions/fire-emitted";
import { fireTriggerFunction } from "@/inngest/functions/fire-trigger";
import { fireWebhooksFunction } from "@/inngest/functions/fire-webhooks";
import { followEndFunction } from "@/inngest/functions/follow-end";
import { followFailureFunction } from "@/inngest/functions/follow-failure";
import { matchEventFunction } from "@/inngest/functions/match-event";
import { notifyEndpointsFunction } from "@/inngest/functions/notify-endpoints";
import { purgeExpiredFunction } from "@/inngest/functions/purge-expired";
import { reconcileGithubFunction } from "@/inngest/functions/reconcile-github";
import { refreshClaudeFunction } from "@/inngest/functions/refresh-claude";
import { resumeBudgetFunction } from "@/inngest/functions/resume-budget";
import { resumeExecutionFunction } from "@/inngest/functions/resume-execution";
import { rotateKeysFunction } from "@/inngest/functions/rotate-keys";
import { runExecutionFunction } from "@/inngest/functions/run-execution";
import { sendDeliveryFunction } from "@/inngest/functions/send-delivery";
import { sendMessageFunction } from "@/inngest/functions/send-message";
import { startRetryFunction } from "@/inngest/functions/start-retry";
import { sweepFunction } from "@/inngest/functions/sweep";
import { sweepTriggersFunction } from "@/inngest/functions/sweep-triggers";
import { wakeWaitingFunction } from "@/inngest/functions/wake-waiting";
import { watchReviewsFunction } from "@/inngest/functions/watch-reviews";

/** Every durable function, served at /api/inngest and hosted by the embedded engine. */
export const functions: InngestFunction.Any[] = [
  matchEventFunction,
  runExecutionFunction,
  followFailureFunction,
  startRetryFunction,
  wakeWaitingFunction,
  resumeExecutionFunction,
  resumeBudgetFunction,
  cancelOrphansFunction,
  fireTriggerFunction,
  followEndFunction,
  fireEmittedFunction,
  fireWebhooksFunction,
  notifyEndpointsFunction,
  sendMessageFunction,
  announceReviewFunction,
  watchReviewsFunction,
  deliverMessageFunction,
  sendDeliveryFunction,
  sweepFunction,
  sweepTriggersFunction,
  designPersonaFunction,
  purgeExpiredFunction,
  reconcileGithubFunction,
  refreshClaudeFunction,
  rotateKeysFunction,
];
