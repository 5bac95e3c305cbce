import { expect } from "@playwright/test";
import { retryScheduled } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { tellEngine } from "@/tests/support/engine";

test("a sleeping run is found, opened, cancelled and run again", async ({ page }) => {
  const executionId = createId("execution");
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await tellEngine(
    { dataDir: process.env.E2E_DATA_DIR ?? "" },
    retryScheduled.create({ executionId, dueAt }),
  );

  await openPage(page, "/settings");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Engine" }).click();
  await expect(page).toHaveURL(/\/settings\/engine$/);
  await page.getByRole("searchbox", { name: "Find runs" }).fill(executionId);
  await expect(page).toHaveURL(/q=exe_/);
  const row = page.getByRole("table", { name: "Runs" }).getByRole("row").filter({ hasText: executionId });
  await expect(row).toContainText("Waiting");
  await expect(row).toContainText(/sleeps, ends in (1 h|\d+ min)/);
  await row.getByRole("link", { name: "start-retry" }).click();

  await expect(page.getByRole("heading", { name: "start-retry" })).toBeVisible();
  await expect(page.getByRole("list", { name: "Steps" }).getByRole("listitem")).toContainText("sleeps until");
  await expect(page.getByRole("link", { name: executionId })).toHaveAttribute(
    "href",
    `/executions/${executionId}`,
  );
  await expectNoFaults(page, "a run");
  await keepScreenshot(page, "light-settings-engine-run");
  const first = page.url();
  await page.getByRole("button", { name: "Cancel run" }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel this run of start-retry?" });
  await dialog.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Run again" }).click();
  await expect(page).not.toHaveURL(first);
  await expect(page.getByText("Waiting", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel run" })).toBeVisible();
});

test("the list is narrowed by status and function, and says when nothing is left", async ({ page }) => {
  await sleepOnce();
  await openPage(page, "/settings/engine?status=active");
  await expect(page.getByRole("table", { name: "Runs" })).toBeVisible();
  await expectNoFaults(page, "the engine");
  await page.getByLabel("Function").selectOption({ label: "start-retry" });
  await expect(page).toHaveURL(/function=/);
  await expect(page.getByRole("table", { name: "Runs" }).getByRole("link").first()).toHaveText("start-retry");
  await page.getByLabel("Status").selectOption({ label: "Failed" });
  await expect(page.getByText("No runs match these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(`${hub.url}/settings/engine`);
});

test("a run that never was says so", async ({ page }) => {
  await openPage(page, "/settings/engine/run_none");
  await expect(page.getByText("There is no run with this id")).toBeVisible();
});

/** Starts a run that sleeps for an hour; returns the id of the execution it is about, which is not there. */
async function sleepOnce(): Promise<string> {
  const executionId = createId("execution");
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await tellEngine(
    { dataDir: process.env.E2E_DATA_DIR ?? "" },
    retryScheduled.create({ executionId, dueAt }),
  );
  return executionId;
}
