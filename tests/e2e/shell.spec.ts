import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { openCuttableLine } from "@/tests/e2e/cuttable-line";
import { awaitLive, hub, openPage, sendPush, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";

test("the chosen theme holds over a reload", async ({ page }) => {
  await openPage(page, "/");
  for (const theme of ["light", "dark"]) {
    const kept = page.waitForResponse((response) => response.url().endsWith("/theme"));
    await page.getByRole("button", { name: /^Theme:/ }).click();
    await kept;
    await expect(page.getByRole("button", { name: `Theme: ${theme}` })).toBeVisible();
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await expect(page.getByRole("button", { name: `Theme: ${theme}` })).toBeVisible();
    await awaitLive(page);
  }
});

test("the first Tab offers to skip to the page", async ({ page }) => {
  await openPage(page, "/personas");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the page" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement))).toBe(
    true,
  );
});

test("a dialog keeps the focus, and Escape gives it back", async ({ page }) => {
  await openPage(page, "/personas");
  const opener = page.getByRole("button", { name: "New persona" }).first();
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let press = 0; press < 10; press++) {
      await page.keyboard.press(key);
      expect(await isFocusInDialog(page), `${key} ${press + 1}`).toBe(true);
    }
  }
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test("whoever wants no motion sees what appears at once", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openPage(page, "/");
  await expect(page.getByRole("link", { name: "Personas" }).first()).toHaveCSS("transition-duration", "0s");
  await page.getByRole("button", { name: "Find or do (Ctrl K)" }).click();
  const palette = page.getByRole("dialog", { name: "Find or do" });
  await expect(palette).toHaveCSS("animation-duration", "0s");
  await expect(palette).toHaveCSS("animation-name", "appear");
});

test("what changes between a page's drawing and its live connection is shown", async ({ page }) => {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/api/live", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/personas?q=late");
  await expect(page.getByText("No personas match these filters.")).toBeVisible();
  const { name } = await createPersona(hub, { name: uniqueWord("Late") });
  letThrough();
  await expect(page.getByRole("link", { name })).toBeVisible();
});

test("on a narrow screen the places are in a sheet that keeps the focus", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 760 });
  await openPage(page, "/");
  const opener = page.getByRole("button", { name: "Open navigation" });
  await opener.click();
  await expect(page.getByRole("dialog", { name: "Ensemble" })).toBeVisible();
  await expectNoFaults(page, "navigation");
  expect(await isFocusInDialog(page)).toBe(true);
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await opener.click();
  await page.getByRole("dialog").getByRole("link", { name: "Personas" }).click();
  await expect(page).toHaveURL(/\/personas$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("what changes while the line is down is shown once it is back", async ({ page, request }) => {
  const line = await openCuttableLine();
  await openPage(page, `${line.url}/events`);
  line.cut();
  await expect(page.getByRole("status").filter({ hasText: "catching up" })).toBeVisible();
  const id = await sendPush(request);
  line.mend();
  await awaitLive(page);
  await expect(page.locator(`a[href="/events/${id}"]`)).toBeVisible();
  await line.close();
});

test("signing out ends the session", async ({ browser, session }) => {
  const context = await browser.newContext({ baseURL: hub.url, storageState: session });
  const page = await context.newPage();
  await openPage(page, "/");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

function isFocusInDialog(page: Page): Promise<boolean> {
  return page.evaluate(() => document.activeElement?.closest("[role=dialog]") != null);
}
