import { expect } from "@playwright/test";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";

test("an event is published by hand; what is wrong with it is said at its field", async ({ page }) => {
  const eventType = uniqueWord("deploy");
  const persona = await createPersona(hub);
  await subscribe(hub, persona, { eventType });
  await openPage(page, "/events");
  await page.getByRole("button", { name: "Publish event" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Publish event" });
  await dialog.getByLabel("Type", { exact: true }).fill("not a type!");
  await dialog.getByRole("button", { name: "Publish event" }).click();
  await expect(dialog.getByLabel("Type", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByText("1–64 letters, digits or _ . : / -")).toBeVisible();

  await dialog.getByLabel("Type", { exact: true }).fill(eventType);
  await dialog.getByLabel("Source", { exact: true }).fill("acme/atlas");
  await dialog.getByLabel("Payload").fill('{"version": "2.14.0"}');
  await dialog.getByRole("button", { name: "Publish event" }).click();
  await expect(page).toHaveURL(/\/events\/evt_/);
  await expect(page.getByRole("heading", { name: eventType })).toBeVisible();
  await expect(page.getByText("Delivered").first()).toBeVisible();
  await expect(page.getByText("2.14.0").first()).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: persona.name }).first().click();
  await expect(page).toHaveURL(/\/executions\/exe_/);
  await expect(page.getByText("Completed").first()).toBeVisible();
});

test("a copy of an event can be published for one persona alone", async ({ page }) => {
  const eventType = uniqueWord("audit");
  const persona = await createPersona(hub);
  await openPage(page, "/events?publish=true");
  const dialog = page.getByRole("dialog", { name: "Publish event" });
  await dialog.getByLabel("Type", { exact: true }).fill(eventType);
  await dialog.getByRole("button", { name: "Publish event" }).click();
  await expect(page).toHaveURL(/\/events\/evt_/);
  await expect(page.getByText("Skipped").first()).toBeVisible();
  const first = page.url();

  await page.getByRole("button", { name: "Publish a copy" }).click();
  await expect(dialog.getByLabel("Type", { exact: true })).toHaveValue(eventType);
  await dialog.getByLabel("For").selectOption(persona.id);
  await dialog.getByRole("button", { name: "Publish event" }).click();
  await expect(page).not.toHaveURL(first);
  await expect(page.getByText("Delivered").first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: persona.name }).first()).toBeVisible();
});
