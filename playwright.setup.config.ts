import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  countedText,
  countRequest,
  designAnswer,
  designRequest,
  releaseNote,
  tellRequest,
  toldText,
} from "@/tests/e2e/answers";
import { setPace } from "@/tests/e2e/pace";
import { startHub } from "@/tests/support/hub";
import { startMessagesApi } from "@/tests/support/messages-api";
import type { TextAnswer } from "@/tests/support/messages-api-answer";

/**
 * Starts a hub, with a stand-in for the Messages API, for the browser tests. What they need to know is in
 * the environment: E2E_URL, E2E_OWNER_LINK, E2E_TEAM_KEY, E2E_DATA_DIR, E2E_DATABASE_URL, E2E_MODEL_KEY, and E2E_PACE_FILE,
 * by which they say how slowly the model speaks. Returns the end of all.
 */
export default async function startForBrowser(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "ensemble-e2e-"));
  process.env.E2E_PACE_FILE = join(folder, "pace");
  setPace("quick");
  const usage = { input_tokens: 1840, output_tokens: 412 };
  const model = await startMessagesApi({ answer: speak({ text: releaseNote, chunkCharacters: 24, usage }) });
  model.script(countRequest, speak({ text: countedText, chunkCharacters: 16 }));
  model.script(designRequest, speak({ text: designAnswer, usage }));
  model.script(tellRequest, speak({ text: toldText, chunkCharacters: 64 }));
  const hub = await startHub({ env: { ANTHROPIC_BASE_URL: model.url, SAFE_FETCH_ALLOW: "127.0.0.1" } });
  Object.assign(process.env, {
    E2E_URL: hub.url,
    E2E_OWNER_LINK: hub.ownerLink,
    E2E_TEAM_KEY: hub.teamKey,
    E2E_DATA_DIR: hub.dataDir,
    E2E_DATABASE_URL: hub.databaseUrl,
    E2E_MODEL_KEY: model.key,
  });
  return async () => {
    await hub.stop();
    await model.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** An answer whose pace is looked up before every piece, so that a test can change it while it streams. */
function speak(answer: Omit<TextAnswer, "kind" | "chunkDelayMs">): TextAnswer {
  return {
    kind: "text",
    ...answer,
    get chunkDelayMs() {
      return Number(readFileSync(process.env.E2E_PACE_FILE ?? "", "utf8"));
    },
  };
}
