import { homedir, hostname } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

export type WorkerOptions = {
  hub: string;
  token: string;
  name: string;
  labels: string[];
  slots: number;
  claude: string;
  workDir: string;
  /** How long what runs may go on after the first SIGTERM, in milliseconds. */
  graceMs: number;
};
/** `problem` is one line for people; `exitCode` what the process ends with. */
export type Refusal = { problem: string; exitCode: number };

export const usage = `npm run worker -- --hub https://hub.example.com --token …

  --hub      the hub's address (or ORCHESTRATOR_URL)
  --token    the hub's WORKER_TOKEN (or WORKER_TOKEN; a file by WORKER_TOKEN_FILE)
  --name     what the hub calls this worker; the machine's name by default
  --labels   words to tell workers apart by: gpu,linux
  --slots    how many executions it runs at once; 1 by default
  --claude   the Claude CLI; "claude" on the PATH by default
  --work     the folder it works in; ~/.ensemble-worker by default
  --grace    seconds that what runs may go on after SIGTERM; 60 by default

Only outgoing calls are made. SIGTERM lets what runs finish, a second one ends it at once.`;

/** Reads the flags, which win over the environment. `readText` reads the file that WORKER_TOKEN_FILE names. */
export function readWorkerOptions(
  argv: string[],
  environment: Record<string, string | undefined>,
  readText: (path: string) => string,
): WorkerOptions | Refusal {
  let values: Record<string, string | undefined>;
  try {
    values = parseArgs({ args: argv, options: flags }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
  const hub = values.hub ?? environment.ORCHESTRATOR_URL;
  if (!hub) return refuse("--hub is missing: the hub's address, for example https://hub.example.com");
  const address = checkAddress(hub);
  if ("problem" in address) return address;
  const file = environment.WORKER_TOKEN_FILE;
  const token = values.token ?? environment.WORKER_TOKEN ?? (file ? readText(file).trim() : "");
  if (!token)
    return refuse("--token is missing: the hub's WORKER_TOKEN (in .ensemble/secrets.json of the hub)");
  const slots = Number(values.slots ?? 1);
  if (!Number.isInteger(slots) || slots < 1 || slots > 64) return refuse("--slots is a number from 1 to 64");
  const grace = Number(values.grace ?? 60);
  if (!(grace >= 0 && grace <= 86_400)) return refuse("--grace is a number of seconds");
  const labels = (values.labels ?? "").split(",").map((label) => label.trim());
  return {
    hub: address.url,
    token,
    name: values.name ?? hostname(),
    labels: labels.filter((label) => label !== ""),
    slots,
    claude: values.claude ?? "claude",
    workDir: resolve(values.work ?? join(homedir(), ".ensemble-worker")),
    graceMs: grace * 1_000,
  };
}

/** The hub's address without its end; a WebSocket's address is answered with the form to use. */
export function checkAddress(text: string): { url: string } | Refusal {
  const webSocket = /^ws(s?):\/\/(.*)$/i.exec(text);
  if (webSocket) {
    const [, secure = "", rest = ""] = webSocket;
    // The WebSocket's own port is not the hub's.
    const host = rest.replace(/:8443(?=\/|$)/, "").replace(/\/.*$/, "");
    return refuse(`Workers speak HTTPS here, not WebSocket. Use --hub http${secure.toLowerCase()}://${host}`);
  }
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    return refuse(`"${text}" is no address of a hub. Use, for example, https://hub.example.com`);
  return { url: text.replace(/\/+$/, "") };
}

const flags = {
  hub: { type: "string" },
  token: { type: "string" },
  name: { type: "string" },
  labels: { type: "string" },
  slots: { type: "string" },
  claude: { type: "string" },
  work: { type: "string" },
  grace: { type: "string" },
} as const;

function refuse(problem: string): Refusal {
  return { problem, exitCode: 2 };
}
