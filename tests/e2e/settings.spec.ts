import { expect } from "@playwright/test";
import { askAsOwner, hub, openPage, test } from "@/tests/e2e/hub";
import { execute } from "@/tests/factories/execution";
import { createPersona, uniqueWord } from "@/tests/factories/persona";

test.describe("a pause", () => {
  test.afterEach(async ({ session }) => {
    await askAsOwner(session, "PUT", "/api/settings", { isPaused: false });
  });

  test("holds what is new, says so on every page, and lifting it lets it run", async ({ page }) => {
    const persona = await createPersona(hub);
    await openPage(page, "/settings");
    await page.getByRole("switch", { name: /Hold everything/ }).click();
    const notice = page.getByRole("region", { name: "On hold" });
    await expect(notice).toBeVisible();
    const id = await execute(hub, { personaId: persona.id, prompt: "Wait for it." });
    for (const path of ["/", "/executions", "/events", "/personas", `/personas/${persona.id}`]) {
      await openPage(page, path);
      await expect(notice, path).toContainText("Everything is on hold");
    }
    await openPage(page, `/executions/${id}`);
    await expect(page.getByText("Waiting for its turn to start…")).toBeVisible();

    await notice.getByRole("button", { name: "Lift the hold" }).click();
    await expect(notice).toHaveCount(0);
    await expect(page.getByText("Completed", { exact: true }).first()).toBeVisible();
  });
});

test("settings are refused at their field, then saved", async ({ page, session }) => {
  const workspaceName = uniqueWord("Team");
  await openPage(page, "/settings");
  await page.getByLabel("Name").fill(workspaceName);
  await page.getByLabel("Time zone").fill("Europe/Nowhere");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText(/Not an IANA time zone/)).toBeVisible();
  await page.getByLabel("Time zone").fill("UTC");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await expect(page.getByRole("link", { name: workspaceName }).first()).toBeVisible();
  await askAsOwner(session, "PUT", "/api/settings", { workspaceName: "Ensemble" });
});
