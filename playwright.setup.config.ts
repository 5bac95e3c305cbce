import { startHub } from "@/tests/support/hub";
import { startMessagesApi } from "@/tests/support/messages-api";

/**
 * Starts a hub, with a stand-in for the Messages API, for the browser tests. What they need to know is in
 * the environment: E2E_URL, E2E_OWNER_LINK, E2E_TEAM_KEY, E2E_DATA_DIR, E2E_MODEL_KEY. Returns the end of both.
 */
export default async function startForBrowser(): Promise<() => Promise<void>> {
  const text = "The streamed answer of the model, word by word.";
  const model = await startMessagesApi({
    answer: { kind: "text", text, chunkCharacters: 6, chunkDelayMs: 100 },
  });
  const hub = await startHub({ env: { ANTHROPIC_BASE_URL: model.url } });
  Object.assign(process.env, {
    E2E_URL: hub.url,
    E2E_OWNER_LINK: hub.ownerLink,
    E2E_TEAM_KEY: hub.teamKey,
    E2E_DATA_DIR: hub.dataDir,
    E2E_MODEL_KEY: model.key,
  });
  return async () => {
    await hub.stop();
    await model.stop();
  };
}
