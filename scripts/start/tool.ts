import { join } from "node:path";
import { signalFollower, spawnFollower } from "./follower";
import { collectOutput } from "./output";
import { openRotatingLog } from "./rotating-log";

export type ToolSpec = {
  name: string;
  /** Arguments for Node. */
  args: string[];
  env: NodeJS.ProcessEnv;
  logFolder: string;
  onLine: (line: string) => void;
  /** Standard output carries secrets: it is not logged. */
  isSecret?: boolean;
};

export type Tool = { finished: Promise<void>; kill: () => void };

/**
 * Runs a Node process that ends by itself, logged to `<name>.log`. `finished` rejects with the last words
 * when it fails. It ends with this process, like every child.
 */
export function runTool(spec: ToolSpec): Tool {
  const log = openRotatingLog(join(spec.logFolder, `${spec.name}.log`));
  const child = spawnFollower(spec.args, spec.env);
  const lastWords = collectOutput(child, log.write, spec.onLine, spec.isSecret);
  const finished = new Promise<void>((resolve, reject) => {
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${spec.name} failed (${signal ?? `exit code ${code}`})\n${lastWords()}`));
    });
  });
  return { finished, kill: () => signalFollower(child, "SIGKILL") };
}
