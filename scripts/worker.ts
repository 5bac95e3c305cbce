import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { howToInstall } from "./worker/explain-failure";
import { readWorkerOptions, usage } from "./worker/options";
import { startWorker } from "./worker/worker";

const argv = process.argv.slice(2);
if (argv.includes("--help")) {
  console.log(usage);
  process.exit(0);
}
const options = readWorkerOptions(argv, process.env, (path) => readFileSync(path, "utf8"));
if ("problem" in options) fail(options.problem, options.exitCode);

const cliVersion = await readCliVersion(options.claude);
if (cliVersion === null)
  fail(`the Claude CLI does not answer (${options.claude} --version). ${howToInstall}`, 1);

const worker = startWorker(options, cliVersion, (line) =>
  console.log(`${new Date().toISOString()}  ${line}`),
);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void worker.stop());
const { exitCode, reason } = await worker.ended;
console.log(`worker: ${reason}`);
process.exit(exitCode);

async function readCliVersion(command: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(command, ["--version"], { timeout: 20_000 });
    return stdout.trim().split("\n")[0]?.slice(0, 100) || "unknown";
  } catch {
    return null;
  }
}

function fail(problem: string, code: number): never {
  console.error(`worker: ${problem}`);
  process.exit(code);
}
