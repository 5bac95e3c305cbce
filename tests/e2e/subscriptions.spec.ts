import { expect } from "@playwright/test";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";

test("a subscription is added, switched off and deleted, and events follow it", async ({ page }) => {
  const eventType = uniqueWord("build");
  const persona = await createPersona(hub);
  await openPage(page, `/personas/${persona.id}/listens-to`);
  await expect(page.getByText("It listens to nothing yet")).toBeVisible();
  await page.getByRole("button", { name: "New subscription" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New subscription" });
  await dialog.getByLabel("Event type").fill(eventType);
  await dialog.getByLabel("Source").fill("acme/*/ci");
  await dialog.getByRole("button", { name: "Create subscription" }).click();
  await expect(dialog.getByText("A * may stand at the end only")).toBeVisible();
  await dialog.getByLabel("Source").fill("acme/*");
  await dialog.getByRole("button", { name: "Create subscription" }).click();
  await expect(dialog).toHaveCount(0);

  const isOn = page.getByRole("switch", { name: `Listening to ${eventType}` });
  await expect(isOn).toBeChecked();
  expect((await publishAndMatch(hub, { eventType, sourceId: "acme/atlas" })).status).toBe("delivered");
  expect((await publishAndMatch(hub, { eventType, sourceId: "other/atlas" })).status).toBe("skipped");

  const stored = page.waitForResponse((response) => response.url().includes("subscriptions.update"));
  await isOn.click();
  expect((await stored).ok()).toBe(true);
  await expect(isOn).not.toBeChecked();
  expect((await publishAndMatch(hub, { eventType, sourceId: "acme/atlas" })).status).toBe("skipped");
  await page.reload();
  await expect(isOn).not.toBeChecked();

  await page.getByRole("button", { name: `Delete subscription to ${eventType}` }).click();
  const confirm = page.getByRole("dialog", { name: `Delete the subscription to ${eventType}?` });
  await confirm.getByRole("button", { name: "Delete subscription" }).click();
  await expect(page.getByText("It listens to nothing yet")).toBeVisible();
});
