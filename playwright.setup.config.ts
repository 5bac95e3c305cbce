import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "@/server/crypto";
import {
  countedText,
  countRequest,
  designAnswer,
  designRequest,
  releaseNote,
  shopAnswer,
  shopGoal,
  tellRequest,
  toldText,
} from "@/tests/e2e/answers";
import { setPace } from "@/tests/e2e/pace";
import { startHub } from "@/tests/support/hub";
import { type MessagesApi, startMessagesApi } from "@/tests/support/messages-api";
import { call, say, type TextAnswer } from "@/tests/support/messages-api-answer";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

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
  const shop = await startShop(model);
  const hub = await startHub({ env: { ANTHROPIC_BASE_URL: model.url, SAFE_FETCH_ALLOW: "127.0.0.1" } });
  Object.assign(process.env, {
    E2E_URL: hub.url,
    E2E_OWNER_LINK: hub.ownerLink,
    E2E_TEAM_KEY: hub.teamKey,
    E2E_DATA_DIR: hub.dataDir,
    E2E_DATABASE_URL: hub.databaseUrl,
    E2E_MODEL_KEY: model.key,
    E2E_SHOP_URL: shop.url,
    E2E_WORKER_TOKEN: readSecret(hub.dataDir, "WORKER_TOKEN"),
  });
  return async () => {
    await hub.stop();
    await model.stop();
    await shop.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/**
 * A shop that takes orders from whoever shows a token, and the turns of the persona that orders there: which one is next
 * is told by what the conversation holds.
 */
async function startShop(model: MessagesApi): Promise<WebServer> {
  const shop = await startWebServer((request, response) => {
    const seen = sha256(String(request.headers.authorization)).slice(0, 16);
    response.writeHead(201).end(`${shopAnswer}. It knows you by ${seen}.`);
  });
  const request = {
    method: "POST",
    url: `${shop.url}/orders`,
    headers: { authorization: "Bearer $CONNECTOR_SHOP_TOKEN" },
    body: { item: "tea" },
  };
  model.script(
    shopGoal,
    call([
      { name: "shop_order", input: { request } },
      { name: "current_time", input: {} },
    ]),
  );
  const message = { title: "Tea is on its way", content: "One pound, tomorrow.", priority: "high" };
  const outcome = { accomplished: true, summary: "Ordered." };
  model.script(
    shopAnswer,
    call([
      { name: "user_message", input: message },
      { name: "outcome_assessment", input: outcome },
    ]),
  );
  model.script("The message is in people's inbox.", say("Done: the tea is ordered."));
  return shop;
}

function readSecret(dataDir: string, name: string): string {
  const secrets = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8")) as Record<string, string>;
  return secrets[name] ?? "";
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
