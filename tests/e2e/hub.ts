import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";

/** The hub under test, as the set-up started it. */
export const hub = {
  url: process.env.E2E_URL ?? "",
  teamKey: process.env.E2E_TEAM_KEY ?? "",
  ownerLink: process.env.E2E_OWNER_LINK ?? "",
  modelKey: process.env.E2E_MODEL_KEY ?? "",
};

type Session = Awaited<ReturnType<Awaited<ReturnType<Page["context"]>>["storageState"]>>;

/** Tests as the signed-in owner, each in a context of its own. */
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
  storageState: async ({ session }, use) => use(session),
});

/** Opens a sign-in link and waits for the hub behind it. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Now" })).toBeVisible();
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
