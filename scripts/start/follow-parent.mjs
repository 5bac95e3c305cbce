// Preloaded into every child: its standard input is a pipe that only the supervisor holds, so the pipe's
// end means that the supervisor is gone, however it went. Then the child goes too, with its group.
import { Socket } from "node:net";

const graceMs = 5_000;

const pipe = new Socket({ fd: 0, readable: true, writable: false });
pipe.on("error", leave);
pipe.on("close", leave);
pipe.resume();
pipe.unref();

let isLeaving = false;

function leave() {
  if (isLeaving) return;
  isLeaving = true;
  setTimeout(killGroup, graceMs).unref();
  process.kill(process.pid, "SIGTERM");
}

// The child leads its own group; one that was started by another child does not, and ends with its leader.
function killGroup() {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.kill(process.pid, "SIGKILL");
  }
}
