// Preloaded into every child: its standard input is a pipe that only the supervisor holds, so the pipe's
// end means that the supervisor is gone, however it went. Then the child goes too, with its group.

const graceMs = 5_000;

let isLeaving = false;

// Processes and threads that a child starts inherit this preload, but not the mark.
if (process.env.ENSEMBLE_FOLLOW_PARENT) follow();

function follow() {
  delete process.env.ENSEMBLE_FOLLOW_PARENT;
  const pipe = process.stdin;
  pipe.on("error", leave);
  pipe.on("close", leave);
  pipe.resume();
  pipe.unref();
}

function leave() {
  if (isLeaving) return;
  isLeaving = true;
  setTimeout(killGroup, graceMs).unref();
  process.kill(process.pid, "SIGTERM");
}

// Every child leads a group of its own.
function killGroup() {
  process.kill(-process.pid, "SIGKILL");
}
