import type { InngestFunction } from "inngest";
import { cancelOrphansFunction } from "@/inngest/functions/cancel-orphans";
import { followFailureFunction } from "@/inngest/functions/follow-failure";
import { matchEventFunction } from "@/inngest/functions/match-event";
import { purgeExpiredFunction } from "@/inngest/functions/purge-expired";
import { runExecutionFunction } from "@/inngest/functions/run-execution";
import { startRetryFunction } from "@/inngest/functions/start-retry";
import { sweepFunction } from "@/inngest/functions/sweep";
import { wakeWaitingFunction } from "@/inngest/functions/wake-waiting";

/** Every durable function, served at /api/inngest and hosted by the embedded engine. */
export const functions: InngestFunction.Any[] = [
  matchEventFunction,
  runExecutionFunction,
  followFailureFunction,
  startRetryFunction,
  wakeWaitingFunction,
  cancelOrphansFunction,
  sweepFunction,
  purgeExpiredFunction,
];
