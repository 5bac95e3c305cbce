import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";
import { setPace } from "@/tests/e2e/pace";
import { send } from "@/tests/support/api";

/** The hub under test, as the set-up started it. */
export const hub = {
  url: process.env.E2E_URL ?? "",
  teamKey: process.env.E2E_TEAM_KEY ?? "",
  ownerLink: process.env.E2E_OWNER_LINK ?? "",
  modelKey: process.env.E2E_MODEL_KEY ?? "",
  databaseUrl: process.env.E2E_DATABASE_URL ?? "",
};

export type Session = Awaited<ReturnType<Awaited<ReturnType<Page["context"]>>["storageState"]>>;

/** Tests as the signed-in owner, each in a context of its own and with a model that speaks quickly. */
export const test = base.extend<object, { session: Session }>({
  baseURL: hub.url,
  session: [
    async ({ browser }, use) => {
      const page = await browser.newPage();
      await signIn(page, makeOwnerLink());
      const session = await page.context().storageState();
      await page.close();
      await use(session);
    },
    { scope: "worker" },
  ],
  storageState: async ({ session }, use) => {
    setPace("quick");
    await use(session);
  },
});

/** Opens a sign-in link and waits for the hub behind it. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Now" })).toBeVisible();
}

/** Opens a page and waits until it answers to keys and follows the hub. */
export async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await awaitLive(page);
}

/**
 * Waits until the page's live connection holds and what it shows answers to keys: React takes the content over after
 * the shell, and what comes in place of a loading state after both. It marks each node that it has taken over.
 */
export async function awaitLive(page: Page): Promise<void> {
  // An open dialog hides the rest of the page from readers.
  const status = page.getByRole("status", { includeHidden: true });
  await expect(status.filter({ hasText: /^live$/ })).toBeVisible();
  await page.waitForFunction(() => {
    const parts = [...document.querySelectorAll("main :is(h1, a, button, input, textarea, select)")];
    const isTaken = (part: Element) => Object.keys(part).some((key) => key.startsWith("__reactProps$"));
    const isComing = document.querySelector("main [aria-busy=true]") !== null;
    return !isComing && parts.length > 0 && parts.every(isTaken);
  });
}

/** One request as the signed-in owner: the team key may not change settings. Throws what the hub said against it. */
export async function askAsOwner(
  session: Session,
  method: "POST" | "PUT",
  path: string,
  json: object,
): Promise<void> {
  const cookies = session.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const headers = { Cookie: cookies, Origin: hub.url };
  const reply = await send(hub, method, path, { json, headers, key: null });
  if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text}`);
}

/** Gives the hub the stand-in's key, as the settings page would. */
export function connectClaude({ session }: { session: Session }): Promise<void> {
  return askAsOwner(session, "POST", "/api/trpc/settings.setClaudeKey", { apiKey: hub.modelKey });
}

/** Posts the repository's example push, as the start script's curl line does. Returns the event's id. */
export async function sendPush(request: APIRequestContext): Promise<string> {
  const answer = await request.post(`${hub.url}/api/gitlab/webhook`, {
    headers: { Authorization: `Bearer ${hub.teamKey}`, "Content-Type": "application/json" },
    data: readFileSync("public/examples/gitlab-push.json"),
  });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

/** Lets a verb do its work but keeps the page waiting for the answer. Returns what hands the answer over. */
export async function holdAnswer(page: Page, verb: string): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(`**/api/trpc/${verb}?*`, async (route) => {
    const response = await route.fetch();
    await gate.promise;
    await route.fulfill({ response });
  });
  return gate.resolve;
}

/** Keeps a picture of the page, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join("tests", "screenshots", `${name}.png`), animations: "disabled" });
}

function makeOwnerLink(): string {
  const args = ["scripts/run.sh", "owner-link", "--data", process.env.E2E_DATA_DIR ?? ""];
  const printed = execFileSync("sh", args, { encoding: "utf8" });
  const link = /https?:\S+\/sign-in\?token=\S+/.exec(printed)?.[0];
  if (!link) throw new Error(`npm run owner-link printed no link:\n${printed}`);
  return link;
}
