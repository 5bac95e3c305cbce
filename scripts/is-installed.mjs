// Exits 0 when node_modules holds exactly what package-lock.json asks for. Runs on the machine's own
// Node (20 or newer) before anything is installed, hence plain JavaScript without imports of ours.
import { readFileSync } from "node:fs";

const wanted = readPackages("package-lock.json");
const present = readPackages("node_modules/.package-lock.json");

const missing = Object.entries(wanted).filter(
  // Optional packages are left out on platforms they are not made for.
  ([path, entry]) => path !== "" && !entry.optional && present[path]?.version !== entry.version,
);
process.exit(missing.length === 0 ? 0 : 1);

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    process.exit(1);
  }
}
