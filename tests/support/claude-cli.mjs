#!/usr/bin/env node
// Speaks the Claude CLI's stream format (claude -p - --output-format stream-json --verbose). What it does is scripted
// by lines of its prompt: "CLI: <verb> <argument>", where "say" and "protocol" take JSON. It keeps a session's prompts in
// its home, so that --resume goes on with one.
import { appendFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const argv = process.argv.slice(2);
if (argv.includes("--version")) {
  process.stdout.write("2.0.0-standin (Claude Code)\n");
  process.exit(0);
}
const flagOf = (flag) => (argv.includes(flag) ? argv[argv.indexOf(flag) + 1] : undefined);
const sessionId = flagOf("--resume") ?? `ses-${process.pid}`;
const emit = (line) => process.stdout.write(`${JSON.stringify({ session_id: sessionId, ...line })}\n`);
const say = (text) => emit({ type: "assistant", message: { content: [{ type: "text", text }] } });
const fill = (text) => text.replaceAll(/\$(CONNECTOR_\w+)/g, (_all, variable) => process.env[variable] ?? "");
const model = flagOf("--model") ?? "claude-sonnet-5-5";
let toolCount = 0;
let messageCount = 0;

let prompt = "";
for await (const piece of process.stdin) prompt += piece;
emit({ type: "system", subtype: "init", model, tools: ["Bash"] });

const verbs = {
  say: (text) => say(JSON.parse(text)),
  argv: () => say(`argv ${JSON.stringify(argv)}`),
  env: () => say(`env ${Object.keys(process.env).toSorted().join(",")} cwd ${process.cwd()}`),
  reveal: (name) => say(`The value is ${process.env[name]}.`),
  split: (name) => {
    const value = process.env[name] ?? "";
    for (const piece of [value.slice(0, 5), value.slice(5)]) process.stderr.write(`${piece}`);
    process.stderr.write("\n");
    say(`Half ${value.slice(0, 5)}`);
  },
  // "tool Bash" answers ok; "tool Bash {…}" takes what its result says: output, isError, ms, and $NAME for a variable.
  tool: async (text) => {
    const [, name, more = "{}"] = /^(\S+) ?(.*)$/.exec(text);
    const {
      output = "ok",
      isError = false,
      ms = 0,
      input = { command: "ls" },
    } = JSON.parse(fill(more || "{}"));
    const id = `toolu_${process.pid}_${toolCount++}`;
    emit({ type: "assistant", message: { content: [{ type: "tool_use", id, name, input }] } });
    await delay(ms);
    const content = typeof output === "number" ? "x".repeat(output) : output;
    const block = { type: "tool_result", tool_use_id: id, content, is_error: isError };
    emit({ type: "user", message: { content: [block] } });
  },
  // "request GET URL NAME" sends the variable's value as bearer, as its shell would, and tells of it as a call of that.
  request: async (text) => {
    const [method, url, variable] = text.split(" ");
    const id = `toolu_${process.pid}_${toolCount++}`;
    const input = { command: `curl -X ${method} -H "Authorization: Bearer $${variable}" ${url}` };
    emit({ type: "assistant", message: { content: [{ type: "tool_use", id, name: "Bash", input }] } });
    const reply = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${process.env[variable]}` },
    });
    const content = `${reply.status} ${await reply.text()}`;
    const block = { type: "tool_result", tool_use_id: id, content, is_error: !reply.ok };
    emit({ type: "user", message: { content: [block] } });
  },
  // "use 100 20" says what one message used, first a part of it and then all: tokens of input and of output.
  use: (text) => {
    const [input_tokens, output_tokens] = text.split(" ").map(Number);
    const id = `msg_${process.pid}_${messageCount++}`;
    for (const said of [1, output_tokens]) {
      const usage = { input_tokens, output_tokens: said };
      emit({
        type: "assistant",
        message: { id, model, usage, content: [{ type: "thinking", thinking: "…" }] },
      });
    }
  },
  protocol: (text) => say(`Here it is:\n${text}`),
  toolprotocol: (text) => {
    const [[key, input]] = Object.entries(JSON.parse(text));
    emit({
      type: "assistant",
      message: { content: [{ type: "tool_use", id: "t", name: `persona__${key}`, input }] },
    });
  },
  huge: (size) => {
    for (let left = Number(size); left > 0; left -= 10_000) say("x".repeat(Math.min(10_000, left)));
  },
  sleep: (ms) => delay(Number(ms)),
  ticks: async (count) => {
    for (let tick = 1; tick <= Number(count); tick++) {
      say(`tick ${tick}`);
      await delay(100);
    }
  },
  hang: async () => {
    process.on("SIGTERM", () => say("I will not go."));
    for (;;) await delay(1_000);
  },
  mark: (path) => appendFileSync(path, `${process.pid}\n`),
  stderr: (text) => process.stderr.write(`${text}\n`),
  exit: (code) => process.exit(Number(code)),
};
const outcome = { subtype: "success", is_error: false, text: "Done." };
for (const [, verb, argument] of prompt.matchAll(/^\W*CLI: (\w+) ?(.*?)\\?$/gm)) {
  if (verb === "fail") Object.assign(outcome, { subtype: argument, is_error: true, text: "" });
  else if (verb === "refuse") Object.assign(outcome, { is_error: true, text: argument });
  else await verbs[verb](argument);
}
if (argv.includes("--resume")) say(`Resumed with: ${prompt}\nand a budget of ${flagOf("--max-budget-usd")}`);
emit({
  type: "result",
  subtype: outcome.subtype,
  is_error: outcome.is_error,
  result: outcome.text,
  num_turns: 1,
  duration_ms: 5,
  total_cost_usd: 0.0125,
  usage: {
    input_tokens: 100,
    output_tokens: 20,
    cache_read_input_tokens: 50,
    cache_creation_input_tokens: 30,
    cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
  },
});
process.exitCode = outcome.is_error ? 1 : 0;
