import { expect, type Page } from "@playwright/test";
import { releaseNoteStart } from "@/tests/e2e/answers";
import { connectClaude, hub, openPage, test } from "@/tests/e2e/hub";
import { setPace } from "@/tests/e2e/pace";
import { execute } from "@/tests/factories/execution";
import { createPersona } from "@/tests/factories/persona";

test.beforeAll(({ session }) => connectClaude({ session }));

test("j and k move between rows, x selects, Enter opens", async ({ page }) => {
  const { list } = await runTwice("dry-run");
  await openPage(page, list);
  await expect(page.getByRole("row", { name: "Completed" })).toHaveCount(2);
  const rows = rowLinks(page);
  await focusFirstRow(page);
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Selected executions" })).toContainText("1 selected");
  await page.keyboard.press("k");
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Selected executions" })).toContainText("2 selected");
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Selected executions" })).toContainText("1 selected");
  const href = (await rows.nth(0).getAttribute("href")) ?? "";
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href}$`));
});

test("several that are marked are run again at once", async ({ page }) => {
  const { list } = await runTwice("dry-run");
  await openPage(page, list);
  await expect(page.getByRole("row", { name: "Completed" })).toHaveCount(2);
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Re-run 2" }).click();
  await expect(page.getByRole("region", { name: "Selected executions" })).toHaveCount(0);
  await expect(rowLinks(page)).toHaveCount(4);
});

test("keys typed into a field are text, not acts", async ({ page }) => {
  const { list } = await runTwice("dry-run");
  await openPage(page, list);
  await expect(page.getByRole("row", { name: "Completed" })).toHaveCount(2);
  const search = page.getByRole("searchbox");
  await search.pressSequentially("jxrc");
  await expect(search).toBeFocused();
  await expect(search).toHaveValue("jxrc");
  await expect(page.getByRole("button", { name: /clear/i }).first()).toBeVisible();
});

test("text typed with pauses narrows the list under the same field; Clear empties it", async ({ page }) => {
  await openPage(page, "/personas");
  const search = page.getByRole("searchbox");
  await search.pressSequentially("no ");
  await expect(page).toHaveURL(/q=no/);
  await page.keyboard.type("such persona");
  await expect(page).toHaveURL(/q=no.such.persona/);
  await expect(search).toBeFocused();
  await expect(search).toHaveValue("no such persona");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(search).toHaveValue("");
  await expect(page).not.toHaveURL(/q=/);
});

test("a link followed right after typing is followed over a slow line; Back finds the text", async ({
  page,
}) => {
  await openPage(page, "/personas");
  await page.route(/\/workers\?_rsc/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await route.continue().catch(() => undefined);
  });
  const search = page.getByRole("searchbox");
  await search.fill("x");
  // As long as a finger is down.
  await page.getByRole("link", { name: "Workers" }).click({ delay: 80 });
  await expect(page).toHaveURL(/\/workers$/);
  await page.goBack();
  await expect(page).toHaveURL(/personas\?q=x$/);
  await expect(search).toHaveValue("x");
});

test("r runs the focused one again and opens it", async ({ page }) => {
  const { list } = await runTwice("dry-run");
  await openPage(page, list);
  await expect(page.getByRole("row", { name: "Completed" })).toHaveCount(2);
  await focusFirstRow(page);
  const href = (await rowLinks(page).nth(0).getAttribute("href")) ?? "";
  await page.keyboard.press("r");
  await expect(page.getByText("a re-run of")).toBeVisible();
  await expect(page.getByRole("link", { name: href.replace("/executions/", "") })).toBeVisible();
});

test("c cancels the focused one while it runs", async ({ page }) => {
  setPace("slow");
  const { list } = await runTwice("hub");
  await openPage(page, list);
  await expect(page.getByRole("row", { name: "Running" })).toHaveCount(2);
  await focusFirstRow(page);
  const href = (await rowLinks(page).nth(0).getAttribute("href")) ?? "";
  await page.keyboard.press("c");
  await expect(page.getByText("Cancelling the execution")).toBeVisible();
  const cancelled = page.getByRole("row", { name: "Cancelled" });
  await expect(cancelled).toHaveCount(1);
  await expect(cancelled.getByRole("link").first()).toHaveAttribute("href", href);
  await expect(page.getByRole("row", { name: "Running" })).toHaveCount(1);
  await page.getByRole("row", { name: "Running" }).getByRole("link").first().click();
  await expect(page.getByRole("group", { name: "Output" })).toContainText(releaseNoteStart);
});

test("a focused row keeps the focus when it ends and moves down", async ({ page }) => {
  setPace("slow");
  const { list } = await runTwice("hub");
  await openPage(page, list);
  await expect(page.getByRole("row", { name: "Running" })).toHaveCount(2);
  await focusFirstRow(page);
  const href = (await rowLinks(page).nth(0).getAttribute("href")) ?? "";
  await page.keyboard.press("c");
  await expect(page.getByRole("row", { name: "Cancelled" })).toHaveCount(1);
  await expect(rowLinks(page).nth(1)).toHaveAttribute("href", href);
  await expect(rowLinks(page).nth(1)).toBeFocused();
});

/** Two executions of a persona of its own, and the list that shows these alone. */
async function runTwice(runtime: "hub" | "dry-run") {
  const persona = await createPersona(hub, { runtime, maxConcurrent: 2 });
  const ids = await Promise.all(
    [1, 2].map((n) => execute(hub, { personaId: persona.id, prompt: `Run ${n}` })),
  );
  return { ids, list: `/executions?persona=${persona.id}` };
}

/** Presses j until the first row has the focus: rows drawn by the server take no keys before they are hydrated. */
async function focusFirstRow(page: Page): Promise<void> {
  const first = rowLinks(page).first();
  await expect(async () => {
    if (!(await first.evaluate((link) => link === document.activeElement))) await page.keyboard.press("j");
    await expect(first).toBeFocused({ timeout: 500 });
  }).toPass();
}

function rowLinks(page: Page) {
  return page.getByRole("table", { name: "Executions" }).locator("a[data-row]");
}
