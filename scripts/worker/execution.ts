import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createRedactor } from "@/server/redact";
import type { Assignment, HeartbeatOutput, WorkerStage } from "@/server/workers/schema";
import { buildCliArgs, buildCliEnvironment } from "./cli-args";
import { explainFailure } from "./explain-failure";
import type { HubClient } from "./hub-client";
import { createProtocolRelay } from "./protocol-relay";
import { type CliExit, runCli } from "./run-cli";
import { createSender, type LeaseFacts } from "./sender";
import type { Slot } from "./slots";
import type { Said } from "./stream-json";
import { createTally } from "./tally";
import { createToolReport } from "./tool-report";

/** Why an execution is cut off: cancelled by a person, no longer ours, given back because the worker ends (at once: kill), or over its limit of tokens. */
export type CutReason = "cancel" | "lost" | "shutdown" | "kill" | "tokens";
export type Answer = HeartbeatOutput["answers"][number];
export type RunningExecution = {
  executionId: string;
  leaseNumber: number;
  cut: (reason: CutReason) => void;
  answer: (answer: Answer) => void;
  done: Promise<void>;
};
export type ExecutionSetting = {
  client: HubClient;
  session: { workerId: string; sessionToken: string };
  claude: string;
  workDir: string;
  /** Its place among what runs; it is left while a person decides. */
  slot: Slot;
  /** Values that must not leave the machine, beside the persona's credentials. */
  secrets: string[];
  onRefused: (error: unknown, executionId: string) => void;
};

type Result = Extract<Said, { kind: "result" }>;
/** Carries one assignment out with the Claude CLI, in a folder of its own, and reports how it ended. */
export function startExecution(assignment: Assignment, setting: ExecutionSetting): RunningExecution {
  const { executionId, leaseNumber } = assignment;
  const lease: LeaseFacts = { ...setting.session, executionId, leaseNumber };
  const cutter = new AbortController();
  /** Aborts what is on its way to the hub once nothing of it is wanted there. */
  const unwanted = new AbortController();
  const answers = new Map<string, Answer>();
  let onAnswer: () => void = () => undefined;
  const cut = (reason: CutReason) => {
    if (reason === "lost") unwanted.abort(reason);
    cutter.abort(reason);
    onAnswer();
  };
  const redactor = createRedactor([...Object.values(assignment.env), ...setting.secrets]);
  const sender = createSender(
    setting.client,
    lease,
    { redactor, maxOutputBytes: assignment.config.maxOutputBytes, signal: unwanted.signal },
    (error) => setting.onRefused(error, executionId),
  );
  const relay = createProtocolRelay(sender.tell, sender.note);
  const tools = createToolReport(redactor, sender.report);
  const state = { startedAt: Date.now(), usedMs: 0, toolCount: 0, sessionId: "", output: "" };
  const tally = createTally();

  const progress = (stage: WorkerStage, activeTool: string | null = null) =>
    sender.tell("progress", {
      stage,
      activeTool: activeTool?.slice(0, 200) ?? null,
      toolCallsCompleted: state.toolCount,
      percentEstimate: stage === "initializing" ? 5 : null,
      spending: tally.describe(),
    });
  /** Between two turns, as in the hub: one that passes the limit and is the last counts as done. */
  const mindTokens = () => {
    const { maxTokens, usedTokens = 0 } = assignment.config;
    if (maxTokens !== undefined && usedTokens + tally.readTokens() >= maxTokens && !cutter.signal.aborted)
      cut("tokens");
  };
  const hear = (said: Said) => {
    if (said.kind === "started") {
      state.sessionId = said.sessionId ?? state.sessionId;
      if (said.model) tally.began(said.model);
      progress("thinking");
    } else if (said.kind === "usage") {
      if (tally.isNew(said.messageId)) mindTokens();
      tally.heard(said);
      progress("thinking");
    } else if (said.kind === "text") {
      state.output = said.text;
      sender.text(said.text.endsWith("\n") ? said.text : `${said.text}\n`);
      relay.readText(said.text);
      progress("generating");
    } else if (said.kind === "tool") {
      if (relay.readTool(said.name, said.input)) return;
      tools.begin(said.id, said.name, said.input);
      progress("tool_calling", said.name);
    } else if (said.kind === "tool_result") {
      state.toolCount += 1;
      tools.end(said.id, said.text, said.isError);
      mindTokens();
      progress("tool_result");
    } else if (said.kind === "result") {
      state.sessionId = said.sessionId ?? state.sessionId;
      tally.ended(said);
      progress("generating");
    } else if (said.kind === "other") sender.note(said.text);
  };

  const runOnce = async (folder: string, prompt: string, resumeSessionId?: string): Promise<CliExit> => {
    const startedAt = Date.now();
    const exit = await runCli({
      command: setting.claude,
      args: buildCliArgs(
        { ...assignment, config: leftOf(assignment.config, tally.readCost()) },
        resumeSessionId,
      ),
      env: buildCliEnvironment(process.env, assignment.env, folder),
      folder,
      prompt,
      timeoutMs: Math.max(1, assignment.config.timeoutMs - state.usedMs),
      onSaid: hear,
      onStderr: sender.note,
      signal: cutter.signal,
    });
    state.usedMs += Date.now() - startedAt;
    return exit;
  };

  /** Stands still until everything that was asked is answered; the answers as the session's next prompt. */
  const awaitAnswers = async (): Promise<string | null> => {
    progress("paused_for_review");
    const isOpen = () => [...relay.openReviews.keys()].some((id) => !answers.has(id));
    if (isOpen()) setting.slot.release();
    while (isOpen() && !cutter.signal.aborted) {
      await new Promise<void>((resolve) => {
        onAnswer = resolve;
      });
    }
    if (!(await setting.slot.reclaim(cutter.signal)) || cutter.signal.aborted) return null;
    const told = [...relay.openReviews].map(([id, title]) => {
      const { decision = "", message } = answers.get(id) ?? {};
      return `- "${title}": ${decision}${message ? `. They say: ${message}` : ""}`;
    });
    relay.openReviews.clear();
    return `A person has answered what you asked:\n${told.join("\n")}\n\nGo on with your task accordingly.`;
  };

  const carryOut = async (folder: string): Promise<CliExit> => {
    progress("initializing");
    let exit = await runOnce(folder, assignment.prompt);
    while (isFine(exit, tally.results.at(-1)) && relay.openReviews.size > 0 && state.sessionId !== "") {
      const next = await awaitAnswers();
      if (next === null) break;
      exit = await runOnce(folder, next, state.sessionId);
    }
    return exit;
  };

  const report = async ({ exitCode, isTimedOut, lastWords }: CliExit) => {
    await sender.flush();
    const reason = cutter.signal.reason as CutReason | undefined;
    if (reason === "lost") return;
    if (reason === "shutdown" || reason === "kill") {
      const spending = tally.describe();
      const body = { ...lease, reason: "The worker is being shut down", spending };
      await setting.client.post("busy", body, { timeoutMs: 5_000 });
      return;
    }
    const last = tally.results.at(-1);
    const isOverTokens = reason === "tokens";
    const isCompleted = !isTimedOut && !isOverTokens && isFine({ exitCode }, last);
    const status = reason === "cancel" ? "cancelled" : isCompleted ? "completed" : "failed";
    const end = {
      exitCode,
      // Before they are cut: the end of a secret would not be known as one.
      lastWords: redactor.redact(lastWords),
      isTimedOut,
      tokenLimit: isOverTokens ? (assignment.config.maxTokens ?? 0) : null,
      resultText: last ? redactor.redact(last.text) : null,
      subtype: last?.subtype ?? null,
    };
    const { timeoutMs } = assignment.config;
    await setting.client.deliver(
      "complete",
      {
        ...lease,
        status,
        exitCode,
        durationMs: Date.now() - state.startedAt,
        ...(state.sessionId ? { sessionId: state.sessionId } : {}),
        ...tally.describe(),
        ...(status === "failed" && !isTimedOut && last?.subtype === "error_max_budget_usd"
          ? { reached: "budget" }
          : {}),
        ...(status === "failed" ? { errorMessage: explainFailure(end, timeoutMs) } : {}),
        output: redactor.redact(last?.text || state.output).slice(0, 200_000),
        isOutputCut: sender.isCut(),
        phaseTimings: { cli: state.usedMs },
      },
      unwanted.signal,
    );
  };

  const run = async () => {
    const folder = join(setting.workDir, "runs", setting.session.workerId, `${executionId}-${leaseNumber}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await report(await carryOut(folder));
    } catch (error) {
      if (!unwanted.signal.aborted) setting.onRefused(error, executionId);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    executionId,
    leaseNumber,
    cut,
    answer: (answer) => {
      answers.set(answer.reviewId, answer);
      onAnswer();
    },
    done: run(),
  };
}

function isFine({ exitCode }: Pick<CliExit, "exitCode">, result: Result | undefined): boolean {
  return exitCode === 0 && result?.isError === false;
}

/** The CLI counts each of its runs anew, so that one that goes on is given what those before it left. */
function leftOf(config: Assignment["config"], usedUsd: number): Assignment["config"] {
  const { maxBudgetUsd } = config;
  if (maxBudgetUsd === undefined || usedUsd === 0) return config;
  // It takes no budget of nothing; so little ends it at its first turn.
  return { ...config, maxBudgetUsd: Math.max(0.0001, Number((maxBudgetUsd - usedUsd).toFixed(6))) };
}
