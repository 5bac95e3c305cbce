import { expect, type Page } from "@playwright/test";
import { releaseNoteEnd, releaseNoteStart } from "@/tests/e2e/answers";
import { hub, keepScreenshot, openPage, sendPush, signIn, test } from "@/tests/e2e/hub";
import { setPace } from "@/tests/e2e/pace";

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
  await openPage(page, "/");
  await expect(page.getByText("Send a first event")).toBeVisible();
  await sendPush(request);
  await expect(page.getByText("gitlab_push").first()).toBeVisible();
  await keepScreenshot(page, "first-event");
  await page.getByRole("link", { name: "Executions", exact: true }).click();
  await page.getByRole("link", { name: "Release Scribe", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Release Scribe", exact: true })).toBeVisible();
  await expect(page.getByText("Completed").first()).toBeVisible();
  await expect(page.getByText(/This is what would have been sent/).first()).toBeVisible();
  await keepScreenshot(page, "dry-run");
});

test("without a key the execution fails at once and names both places", async ({ page, request }) => {
  await chooseModel(page);
  await sendPush(request);
  await openNewest(page, "Failed");
  await expect(page.getByText(/ANTHROPIC_API_KEY.*Settings → Claude/).first()).toBeVisible();
  await keepScreenshot(page, "no-key");
});

test("a key entered under Settings is tried first, then the model's answer streams in", async ({
  page,
  request,
}) => {
  await openPage(page, "/settings");
  await page.getByLabel("API key").fill("not-the-right-key-at-all");
  await page.getByRole("button", { name: "Test and save key" }).click();
  await expect(page.getByText(/Refused by the provider/)).toBeVisible();
  await page.getByLabel("API key").fill(hub.modelKey);
  await page.getByRole("button", { name: "Test and save key" }).click();
  await expect(page.getByText("Claude answered; the key is kept")).toBeVisible();
  await keepScreenshot(page, "settings");

  setPace("slow");
  await sendPush(request);
  await openNewest(page, "Running");
  const output = page.getByRole("group", { name: "Output" });
  await expect(output).toContainText(releaseNoteStart);
  await expect(output).not.toContainText(releaseNoteEnd);
  await keepScreenshot(page, "streaming");
  setPace("quick");
  await expect(output).toContainText(releaseNoteEnd);
  await expect(page.getByText("Completed").first()).toBeVisible();
  await expect(page.getByText(/tokens/).first()).toBeVisible();
  await expect(page.getByText(/\$0\.0/).first()).toBeVisible();
});

async function chooseModel(page: Page): Promise<void> {
  await openPage(page, "/personas/release-scribe/settings");
  await page.getByLabel("Runtime").selectOption("hub");
  await page.getByLabel("Model").selectOption("claude-haiku-5-5");
  const save = page.getByRole("button", { name: "Save persona" });
  await save.click();
  // Once it is stored there is nothing left to save.
  await expect(save).toBeDisabled();
}

/** Opens the newest execution once it shows this status in the list. */
async function openNewest(page: Page, status: string): Promise<void> {
  await openPage(page, "/executions");
  const row = page
    .getByRole("row", { name: status })
    .filter({ has: page.getByRole("link", { name: "Release Scribe", exact: true }) });
  await row.first().getByRole("link", { name: "Release Scribe", exact: true }).click();
  await expect(page.getByText(status).first()).toBeVisible();
}
