import { writeFileSync } from "node:fs";

/** Milliseconds before each piece of an answer. A slow answer outlasts everything a test looks at meanwhile. */
const paces = { quick: 8, slow: 1200 } as const;

/** How slowly the model speaks from its next piece on, in answers that have begun too. */
export function setPace(pace: keyof typeof paces): void {
  writeFileSync(process.env.E2E_PACE_FILE ?? "", String(paces[pace]));
}
