import { readRedactor } from "@/server/credentials/use";
import { AppError } from "@/server/errors";
import { logger } from "@/server/logger";
import type { Redactor } from "@/server/redact";
import { timeoutSignal } from "@/server/timeout-signal";
import { checkAgainst } from "@/server/tools/check-input";
import type { HeldTool, ToolContext, ToolPolicy, ToolResult } from "@/server/tools/held-tool";
import { mostOutputBytes } from "@/server/tools/send-request";

/** Longer than what a tool itself allows for, so that its own words come first. */
const hangsAfterMs = 150_000;

export type ToolPlan = Omit<HeldTool, "checkInput" | "policy" | "run"> & {
  /** The definition or MCP server behind it. */
  origin?: string;
  /** Applies while the persona says nothing else. */
  usualPolicy: ToolPolicy;
  /** How the input is checked, when not against `inputSchema`. */
  check?: (input: unknown) => string | null;
  run: (input: unknown, context: ToolContext) => Promise<ToolResult>;
  /** How long a call may take at all. */
  timeoutMs?: number;
};

/**
 * Whether a tool may be used. A definition sends requests, so that nothing said of it means what was said of
 * http_request, where that is stricter.
 */
export function findPolicy(
  { name, source, usualPolicy }: Pick<ToolPlan, "name" | "source" | "usualPolicy">,
  policies: ReadonlyMap<string, ToolPolicy>,
): ToolPolicy {
  const own = policies.get(name);
  if (own) return own;
  const ofRequests = source === "definition" ? policies.get("http_request") : undefined;
  return ofRequests === "deny" || (ofRequests === "ask" && usualPolicy === "allow")
    ? ofRequests
    : usualPolicy;
}

/**
 * Makes a tool safe to hand to the loop: its input is checked, a call that hangs or throws becomes an error result,
 * the output holds no secret, nothing that Postgres refuses, and no more than 10 MB.
 */
export function holdTool(plan: ToolPlan, policies: ReadonlyMap<string, ToolPolicy>): HeldTool {
  const { usualPolicy: _usual, check, origin: _origin, run, timeoutMs = hangsAfterMs, ...rest } = plan;
  return {
    ...rest,
    policy: findPolicy(plan, policies),
    checkInput: (input) => explainInput(input, check ?? ((given) => checkAgainst(plan.inputSchema, given))),
    run: async (input, context) => {
      const result = await runInTime(plan.name, timeoutMs, context, (signal) =>
        run(input, { ...context, signal }),
      );
      return tidy(result, await readRedactor(context.personaId));
    },
  };
}

/** A schema that cannot be used is a result for the model, no fault that would be tried again and again. */
function explainInput(input: unknown, check: (input: unknown) => string | null): string | null {
  try {
    return check(input);
  } catch (error) {
    return `its schema cannot be used (${error instanceof Error ? error.message : String(error)}).`;
  }
}

async function runInTime(
  name: string,
  timeoutMs: number,
  { signal }: ToolContext,
  run: (signal: AbortSignal) => Promise<ToolResult>,
): Promise<ToolResult> {
  signal.throwIfAborted();
  const deadline = timeoutSignal(timeoutMs);
  const either = AbortSignal.any([signal, deadline]);
  // A tool may not listen to its signal.
  const ended = new Promise<never>((_, reject) => {
    either.addEventListener("abort", () => reject(either.reason), { once: true });
  });
  try {
    return await Promise.race([run(either), ended]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (deadline.aborted)
      return {
        output: `${name} did not end within ${Math.round(timeoutMs / 1_000)} s.`,
        isError: true,
        isUnknown: true,
      };
    if (error instanceof AppError && error.code !== "internal")
      return { output: error.message, isError: true };
    logger.error({ err: error, tool: name }, "A tool has failed.");
    return { output: `${name} failed on the hub's side.`, isError: true };
  }
}

function tidy({ output, isCut, ...rest }: ToolResult, redactor: Redactor): ToolResult {
  // What may be the beginning of a secret that was cut off is held back by the stream, and dropped.
  const redacted = isCut ? redactor.stream().write(output) : redactor.redact(output);
  const whole = redacted.replaceAll("\u0000", "\uFFFD").toWellFormed();
  if (Buffer.byteLength(whole) <= mostOutputBytes) return { output: whole, ...rest };
  const kept = Buffer.from(whole).subarray(0, mostOutputBytes).toString("utf8");
  return { output: `${kept}\n[The output was longer; only its first 10 MB were kept.]`, ...rest };
}
