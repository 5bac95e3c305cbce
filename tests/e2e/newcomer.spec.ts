import { expect, type Page } from "@playwright/test";
import { hub, keepScreenshot, sendPush, signIn, test } from "@/tests/e2e/hub";

test.describe.configure({ mode: "serial" });

test("the printed link signs in, once", async ({ browser }) => {
  const page = await browser.newPage({ baseURL: hub.url, storageState: undefined });
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await keepScreenshot(page, "sign-in");
  await signIn(page, hub.ownerLink);
  await expect(page.getByText("Send a first event")).toBeVisible();
  await keepScreenshot(page, "first-steps");
  const second = await browser.newPage({ baseURL: hub.url, storageState: undefined });
  await second.goto(hub.ownerLink);
  await expect(second.getByText(/npm run owner-link/)).toBeVisible();
  await page.close();
  await second.close();
});

test("a pushed event shows on the open dashboard and its dry run completes", async ({ page, request }) => {
  await page.goto("/");
  await expect(page.getByText("Send a first event")).toBeVisible();
  await sendPush(request);
  await expect(page.getByText("gitlab_push").first()).toBeVisible();
  await keepScreenshot(page, "now");
  await page.getByRole("link", { name: "Executions", exact: true }).first().click();
  await page
    .getByRole("link", { name: /Release Scribe/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { name: "Release Scribe", exact: true })).toBeVisible();
  await expect(page.getByText("Completed").first()).toBeVisible();
  await expect(page.getByText(/This is what would have been sent/).first()).toBeVisible();
  await keepScreenshot(page, "dry-run");
});

test("without a key the execution fails at once and names both places", async ({ page, request }) => {
  await chooseModel(page);
  await sendPush(request);
  await page.goto("/executions");
  await page
    .getByRole("link", { name: /Release Scribe/ })
    .first()
    .click();
  await expect(page.getByText("Failed").first()).toBeVisible();
  await expect(page.getByText(/ANTHROPIC_API_KEY.*Settings → Claude/).first()).toBeVisible();
  await keepScreenshot(page, "no-key");
});

test("a key entered under Settings is tried first, then the model's answer streams in", async ({
  page,
  request,
}) => {
  await page.goto("/settings");
  await page.getByLabel("API key").fill("not-the-right-key-at-all");
  await page.getByRole("button", { name: /key/i }).first().click();
  await expect(page.getByText(/Refused by the provider/)).toBeVisible();
  await page.getByLabel("API key").fill(hub.modelKey);
  await page.getByRole("button", { name: /key/i }).first().click();
  await expect(page.getByText("Claude answered; the key is kept")).toBeVisible();
  await keepScreenshot(page, "settings");

  await page.goto("/executions");
  await sendPush(request);
  const newest = page.getByRole("link", { name: /Release Scribe/ }).first();
  await expect(page.getByText("Running").first()).toBeVisible();
  await newest.click();
  const output = page.getByRole("region", { name: "Output" });
  await expect(output).toContainText("The streamed");
  await expect(output).not.toContainText("word by word");
  await keepScreenshot(page, "streaming");
  await expect(output).toContainText("The streamed answer of the model, word by word.");
  await expect(page.getByText("Completed").first()).toBeVisible();
  await expect(page.getByText(/tokens/).first()).toBeVisible();
  await expect(page.getByText(/\$0\.0/).first()).toBeVisible();
  await keepScreenshot(page, "execution");
});

async function chooseModel(page: Page): Promise<void> {
  await page.goto("/personas/release-scribe/settings");
  await page.getByLabel("Runtime").selectOption("hub");
  await page.getByLabel("Model").selectOption("claude-haiku-5-5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/saved/i).first()).toBeVisible();
}
