import { mkdirSync } from "node:fs";
import { ensureBuild } from "./start/build";

const logFolder = "node_modules/.cache";

// For images and Vercel; `npm start` builds by itself.
mkdirSync(logFolder, { recursive: true });
try {
  await ensureBuild(logFolder, (line) => console.log(line));
  console.log("built");
  process.exit(0);
} catch (error) {
  console.error(`ensemble: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
