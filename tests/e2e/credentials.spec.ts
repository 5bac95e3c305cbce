import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { type Receiver, startReceiver } from "@/tests/support/receiver";

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(async () => {
  for (const { id } of await ask<{ id: string }[]>(hub, "GET", "/api/credentials?limit=500"))
    await ask(hub, "DELETE", `/api/credentials/${id}`);
  await receiver.stop();
});

const rows = (page: Page) => page.getByRole("table", { name: "Credentials" }).locator("tbody tr");
const save = (input: object = {}) =>
  ask<{ id: string; name: string }>(hub, "POST", "/api/credentials", {
    name: uniqueWord("Weather"),
    serviceType: "weather",
    data: { token: randomBytes(20).toString("hex") },
    allowedHosts: ["127.0.0.1"],
    ...input,
  });

test("a credential is stored, tried, given to a persona, changed and deleted, and never shown", async ({
  page,
}) => {
  const token = randomBytes(20).toString("hex");
  const name = uniqueWord("Forecasts");
  const persona = await createPersona(hub);
  await openPage(page, "/credentials");
  await expect(page.getByText("No credentials yet")).toBeVisible();
  await page.getByRole("button", { name: "New credential" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New credential" });
  await dialog.getByLabel("Service").selectOption("User name and password");
  await expect(dialog.getByLabel("Value of password")).toHaveAttribute("type", "password");
  await dialog.getByLabel("Service").selectOption("Another service");
  await dialog.getByLabel("Service type").fill("weather");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Value of token").fill(token);
  await dialog.getByLabel("Hosts it may be sent to").fill("https://127.0.0.1/");
  await dialog.getByRole("button", { name: "Store credential" }).click();
  await expect(dialog.getByText("A host such as api.example.com")).toBeVisible();
  await expectNoFaults(page, "new credential");
  await keepScreenshot(page, "new-credential");
  await dialog.getByLabel("Hosts it may be sent to").fill("127.0.0.1");
  await dialog.getByRole("button", { name: "Store credential" }).click();

  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("Not tested", { exact: true })).toBeVisible();
  await page.getByLabel("URL").fill(receiver.url);
  receiver.answerWith({ status: 401 });
  await page.getByRole("button", { name: "Test credential" }).click();
  await expect(page.getByText("refused it (401)")).toBeVisible();
  await page.getByRole("button", { name: "Test credential" }).click();
  await expect(page.getByText("Works", { exact: true })).toBeVisible();
  expect(receiver.requests.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${token}`,
    `Bearer ${token}`,
  ]);
  await expectNoFaults(page, "a credential");
  await keepScreenshot(page, "credential");
  expect(await page.content()).not.toContain(token);

  const variable = `CONNECTOR_${name.toUpperCase()}_TOKEN`;
  await openPage(page, `/personas/${persona.id}/credentials`);
  await page.getByLabel("Give a credential").selectOption(name);
  await expect(page.getByText(variable)).toBeVisible();
  await expectNoFaults(page, "a persona's credentials");
  await keepScreenshot(page, "persona-credentials");
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("link", { name: persona.name })).toBeVisible();

  await page.getByLabel("token").fill("another-token");
  await page.getByRole("button", { name: "Replace values" }).click();
  await expect(page.getByText("The new values are stored")).toBeVisible();
  await expect(page.getByText("Not tested", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText(`${persona.name} can no longer use it`)).toBeVisible();
  await page.getByRole("button", { name: "Delete credential" }).click();
  await expect(page.getByText("No credentials yet")).toBeVisible();
});

test("a list is filtered, follows what others do, and leads on by keyboard", async ({ page }) => {
  const { name } = await save();
  await save({ serviceType: "github" });
  await openPage(page, "/credentials");
  await expect(rows(page)).toHaveCount(2);
  await page.getByLabel("Service").selectOption("GitHub");
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByLabel("Find credentials").fill(name);
  await expect(page).toHaveURL(/q=/);
  await expect(rows(page)).toHaveCount(1);
  await page.getByLabel("Find credentials").fill("nothing-like-it");
  await expect(page.getByText("No credentials match these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await save();
  await expect(rows(page)).toHaveCount(3);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/credentials\/crd_/);
});

test("the pages are free of faults in both themes and fit a narrow screen", async ({ page }) => {
  const { id } = await save();
  const places = [
    "/credentials",
    `/credentials/${id}`,
    "/settings/keys",
    "/personas/release-scribe/credentials",
  ];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of places) {
      await openPage(page, path);
      await expectNoFaults(page, `${path}, ${colorScheme}`);
      await keepScreenshot(page, `${colorScheme}${path.replace(id, "one").replaceAll("/", "-")}`);
    }
  }
  await page.setViewportSize({ width: 360, height: 760 });
  for (const path of places) {
    await openPage(page, path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(360);
  }
});
