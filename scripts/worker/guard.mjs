// Runs one command and goes with whoever started it: descriptor 3 is a pipe that only the worker holds, so its end
// means that the worker is gone, however it went. Leads a group of its own, with all that the command starts.
import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { constants } from "node:os";

const graceMs = 10_000;
const notFound = 127;
const [command = "", ...args] = process.argv.slice(2);

// A signal to the group is the command's to obey; this one stays to report how it ended.
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => undefined);

const child = spawn(command, args, { stdio: ["inherit", "inherit", "inherit"] });
child.once("error", (error) => {
  console.error(error.message);
  process.exit(notFound);
});
child.once("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));

// Not a file stream: its reading blocks a thread, which an exit waits for.
const lifeline = new Socket({ fd: 3 });
lifeline.on("error", leave);
lifeline.on("close", leave);
lifeline.resume();

function leave() {
  process.kill(-process.pid, "SIGTERM");
  setTimeout(() => process.kill(-process.pid, "SIGKILL"), graceMs);
}
