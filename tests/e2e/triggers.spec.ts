import { expect } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { createTrigger } from "@/tests/factories/trigger";

test("a schedule is written against its next times, and is watched as it fires", async ({ page }) => {
  const persona = await createPersona(hub);
  await openPage(page, `/personas/${persona.id}/listens-to`);
  const triggers = page.getByRole("region", { name: "Triggers" });
  await expect(triggers.getByText("Nothing sets it to work by itself")).toBeVisible();
  await triggers.getByRole("link", { name: "New trigger" }).first().click();
  await expect(page.getByRole("combobox", { name: "Persona" })).toHaveValue(persona.id);

  const next = page.getByRole("region", { name: "Next ten times" });
  await page.getByLabel("When").fill("0 0 31 2 *");
  await expect(next.getByText("This never comes about")).toBeVisible();
  await page.getByRole("button", { name: "Create trigger" }).click();
  await expect(page.getByRole("textbox", { name: "When" })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("When").fill("30 9 * * *");
  await page.getByLabel("Time zone").fill("Asia/Tokyo");
  await expect(next.getByRole("listitem")).toHaveCount(10);
  await expect(next.getByText(/00:30/).first()).toBeVisible();
  await expect(next.getByText(/09:30 Tokyo/).first()).toBeVisible();

  const name = uniqueWord("Heartbeat");
  await page.getByLabel("When").fill("every 5s");
  await page.getByLabel("Time zone").fill("");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create trigger" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  const firings = page.getByRole("table", { name: "Firings" });
  await expect(firings.getByText("On time").nth(1)).toBeVisible();
  await expect(firings.getByText("Completed").first()).toBeVisible();

  await page.getByRole("switch", { name: `${name} fires` }).click();
  await expect(page.getByText("Paused")).toBeVisible();
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(firings.getByText("Run by hand")).toBeVisible();
  await firings.getByRole("link", { name: "Execution" }).first().click();
  await expect(page).toHaveURL(/\/executions\/exe_/);
});

test("a window of the past is counted, then fired once", async ({ page }) => {
  const persona = await createPersona(hub, { maxConcurrent: 10 });
  const { id } = await createTrigger(hub, persona, "schedule", { config: { cron: "0 * * * *" } });
  await openPage(page, `/triggers/${id}?backfill=true`);
  const dialog = page.getByRole("dialog", { name: "Backfill" });
  await dialog.getByLabel("From").fill("2026-03-01T00:00");
  await dialog.getByLabel("To").fill("2026-03-01T02:30");
  await dialog.getByRole("button", { name: "Count the times" }).click();
  await expect(dialog.getByText("3 planned times, 0 of them done before.")).toBeVisible();
  await expectNoFaults(page, "backfill");
  await dialog.getByRole("button", { name: "Fire 3 times" }).click();
  await expect(page.getByRole("table", { name: "Firings" }).getByText("Backfilled")).toHaveCount(3);
  await page.getByRole("button", { name: "Backfill" }).click();
  await dialog.getByLabel("From").fill("2026-03-01T00:00");
  await dialog.getByLabel("To").fill("2026-03-01T02:30");
  await dialog.getByRole("button", { name: "Count the times" }).click();
  await expect(dialog.getByRole("button", { name: "Fire 0 times" })).toBeDisabled();
});

test("triggers are found, paused, resumed and deleted together", async ({ page }) => {
  const persona = await createPersona(hub);
  const word = uniqueWord("Bulk");
  for (const name of ["one", "two"])
    await createTrigger(hub, persona, "schedule", {
      name: `${word} ${name}`,
      config: { cron: "0 9 * * *", timezone: "Asia/Tokyo" },
    });
  await openPage(page, `/triggers?q=${word}&type=schedule&state=on`);
  const rows = page.getByRole("table", { name: "Triggers" });
  await expect(rows.getByRole("link", { name: new RegExp(word) })).toHaveCount(2);
  for (const name of ["one", "two"])
    await page.getByRole("checkbox", { name: new RegExp(`${word} ${name}`) }).check();
  await page.getByRole("button", { name: "Pause 2" }).click();
  await expect(page.getByText("No triggers match these filters.")).toBeVisible();
  await page.goto(`/triggers?q=${word}`);
  await expect(rows.getByText("Paused")).toHaveCount(2);
  for (const name of ["one", "two"])
    await page.getByRole("checkbox", { name: new RegExp(`${word} ${name}`) }).check();
  await page.getByRole("button", { name: "Delete 2" }).click();
  await page.getByRole("button", { name: "Delete triggers" }).click();
  await expect(page.getByText("No triggers match these filters.")).toBeVisible();
});

test("the pages are free of accessibility faults and fit a narrow screen", async ({ page }) => {
  const persona = await createPersona(hub);
  const config = { cron: "30 2 * * *", timezone: "Europe/Berlin" };
  const { id } = await createTrigger(hub, persona, "schedule", { name: "Nightly", config });
  const source = { source_persona_id: persona.id, condition: { type: "jsonpath", jsonpath: "$.a" } };
  const chain = await createTrigger(hub, persona, "chain", { config: source });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of [
      "/triggers",
      "/triggers/new",
      "/triggers/new?type=polling",
      `/triggers/${id}`,
      `/triggers/${chain.id}`,
    ]) {
      await openPage(page, path);
      await expectNoFaults(page, `${path}, ${colorScheme}`);
    }
  }
  await page.setViewportSize({ width: 360, height: 760 });
  for (const path of [
    "/triggers",
    "/triggers/new",
    `/triggers/${id}`,
    `/personas/${persona.id}/listens-to`,
  ]) {
    await openPage(page, path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
  }
});
