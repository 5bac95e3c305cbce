import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

const maxBytes = 5 * 1024 * 1024;
const keptFiles = 2;

export type RotatingLog = { write: (chunk: Uint8Array | string) => void };

/**
 * Appends to `path`; at 5 MB the file becomes `path.1`, the one before `path.2`, and older ones go. Writes
 * are synchronous, so that the last words before a crash are kept.
 */
export function openRotatingLog(path: string): RotatingLog {
  let descriptor = openSync(path, "a", 0o600);
  let bytes = fstatSync(descriptor).size;
  return {
    write: (chunk) => {
      if (bytes >= maxBytes) {
        closeSync(descriptor);
        rotate(path);
        descriptor = openSync(path, "a", 0o600);
        bytes = 0;
      }
      bytes += typeof chunk === "string" ? writeSync(descriptor, chunk) : writeSync(descriptor, chunk);
    },
  };
}

function rotate(path: string): void {
  rmSync(`${path}.${keptFiles}`, { force: true });
  for (let index = keptFiles - 1; index >= 1; index -= 1) {
    if (existsSync(`${path}.${index}`)) renameSync(`${path}.${index}`, `${path}.${index + 1}`);
  }
  renameSync(path, `${path}.1`);
}
