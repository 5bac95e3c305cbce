import { expect } from "@playwright/test";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";

test("a persona is made: refused at its field first, then saved; its secret is shown once", async ({
  page,
}) => {
  const name = uniqueWord("Scout");
  await openPage(page, "/personas");
  await page.getByRole("button", { name: "New persona" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New persona" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill("   ");
  await dialog.getByRole("button", { name: "Create persona" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByText("A persona needs a name")).toBeVisible();

  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("What it does").fill("Looks ahead.");
  await dialog.getByLabel("Runtime").selectOption("dry-run");
  await dialog.getByRole("button", { name: "Create persona" }).click();
  const ready = page.getByRole("dialog", { name: `${name} is ready` });
  const secret = (await ready.getByRole("group", { name: "webhook secret" }).textContent())?.trim() ?? "";
  expect(secret.length).toBeGreaterThanOrEqual(32);
  await ready.getByRole("button", { name: "Write its prompt" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Settings" }).last().click();
  await expect(page.getByRole("group", { name: "webhook address" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("group", { name: "webhook address" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
});

test("a new webhook secret is asked about, and shown", async ({ page }) => {
  const persona = await createPersona(hub);
  await openPage(page, `/personas/${persona.id}/settings`);
  await page.getByRole("button", { name: "New secret" }).click();
  const dialog = page.getByRole("dialog", { name: `Give ${persona.name}'s webhook a new secret?` });
  await dialog.getByRole("button", { name: "Make new secret" }).click();
  await expect(page.getByRole("group", { name: "webhook secret" })).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

test("a prompt is written in sections, saved, and shown as it will be sent", async ({ page }) => {
  const persona = await createPersona(hub);
  await openPage(page, `/personas/${persona.id}`);
  await page.getByText("Sections", { exact: true }).click();
  await page.getByRole("textbox", { name: "Identity" }).fill("You are a careful reader.");
  const save = page.getByRole("button", { name: "Save and make live" });
  await save.click();
  await expect(save).toBeDisabled();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Identity" })).toHaveValue("You are a careful reader.");
  await expect(page.getByRole("main")).toContainText("You are a careful reader.");
});

test("a persona that is switched off cannot be run", async ({ page }) => {
  const persona = await createPersona(hub);
  await openPage(page, `/personas/${persona.id}`);
  const isEnabled = page.getByRole("switch", { name: `${persona.name} is enabled` });
  await isEnabled.click();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Run persona" })).toBeDisabled();
  await page.reload();
  await expect(isEnabled).not.toBeChecked();
});

test("deleting a persona names it, and only then deletes it", async ({ page }) => {
  const persona = await createPersona(hub);
  await openPage(page, `/personas/${persona.id}/settings`);
  const ask = page.getByRole("button", { name: "Delete persona" });
  await ask.click();
  const dialog = page.getByRole("dialog", { name: `Delete ${persona.name}?` });
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);

  await ask.click();
  await dialog.getByRole("button", { name: "Delete persona" }).click();
  await expect(page.getByText(`${persona.name} was deleted`)).toBeVisible();
  await expect(page).toHaveURL(/\/personas$/);
  await expect(page.getByRole("link", { name: persona.name })).toHaveCount(0);
  await page.goto(`/personas/${persona.id}`);
  await expect(page.getByRole("link", { name: "Personas" }).last()).toBeVisible();
  await expect(page.getByText(persona.id)).toBeVisible();
});
