import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export type StartOptions = { port: number; host: string; dataDir: string; seed: boolean };

const usage = `npm start -- [--port 3000] [--host 127.0.0.1] [--data .ensemble] [--no-seed]

  --port     the port of the hub (0 takes a free one)
  --host     the address it listens on
  --data     the folder for database, secrets and logs
  --no-seed  leave out the example persona

Every variable in .env.example may be set in the environment or in .env.`;

/**
 * Reads flags, which win over variables, which win over the file .env (or the one ENSEMBLE_ENV_FILE names;
 * empty for none). Prints the usage and exits on --help. Throws one line on a wrong flag.
 */
export function readStartOptions(argv: string[]): StartOptions {
  const envFile = process.env.ENSEMBLE_ENV_FILE ?? ".env";
  if (envFile && existsSync(envFile)) process.loadEnvFile(envFile);
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: "string" },
      host: { type: "string" },
      data: { type: "string" },
      "no-seed": { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  return {
    port: readPort(values.port ?? process.env.PORT ?? "3000"),
    host: values.host ?? process.env.HOST ?? "127.0.0.1",
    dataDir: resolve(values.data ?? process.env.ENSEMBLE_DATA_DIR ?? ".ensemble"),
    seed: !values["no-seed"],
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Error(`PORT is malformed (${text}). It is the port of the web server, for example 3000.`);
}
