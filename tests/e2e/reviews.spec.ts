import { setTimeout as delay } from "node:timers/promises";
import { expect, type Page } from "@playwright/test";
import { createId } from "@/lib/ids";
import { hashCanonical } from "@/server/canonical-json";
import { sha256 } from "@/server/crypto";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { awaitLive, holdAnswer, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { args, ask, read } from "@/tests/e2e/reviews";
import { send } from "@/tests/support/api";
import { query } from "@/tests/support/query";

test.beforeEach(() => query(hub, "DELETE FROM review"));
test.afterAll(() => query(hub, "DELETE FROM review"));

const pane = (page: Page) => page.getByRole("complementary", { name: "Review" });
const titleOf = (page: Page) => pane(page).getByRole("heading", { level: 2 }).first();
const lines = (page: Page) => page.getByRole("list", { name: "Reviews" }).getByRole("listitem");

test("reviews are worked through by keyboard: approve, reject with a reason, edit the arguments", async ({
  page,
}) => {
  const first = await ask({
    severity: "critical",
    title: "Delete the old releases?",
    context_data: '{"count": 12}',
  });
  const second = await ask({ severity: "high", title: "Write to everybody?" });
  const third = await ask({ kind: "tool_call", title: "http_request" });
  await openPage(page, "/reviews");
  await expect(page.getByRole("link", { name: "Reviews, 3 to look at" })).toBeVisible();
  await expect(lines(page)).toHaveCount(3);
  await expect(titleOf(page)).toHaveText("Delete the old releases?");
  await expect(pane(page).getByText(/due in/)).toBeVisible();
  await expectNoFaults(page, "reviews");
  await keepScreenshot(page, "reviews");
  await page.keyboard.press("j");
  await expect(titleOf(page)).toHaveText("Write to everybody?");
  await page.keyboard.press("k");
  await expect(titleOf(page)).toHaveText("Delete the old releases?");
  await page.keyboard.press("a");
  await expect(titleOf(page)).toHaveText("Write to everybody?");
  await expect(lines(page)).toHaveCount(2);
  expect(await read(first)).toMatchObject({ status: "approved" });

  await page.keyboard.press("r");
  await expect(pane(page).getByLabel("Reason")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("Not on a Friday");
  await page.keyboard.press("Enter");
  await expect(titleOf(page)).toHaveText("http_request");
  expect(await read(second)).toMatchObject({ status: "rejected", reviewer_notes: "Not on a Friday" });

  await expect(pane(page).getByText(hashCanonical(args))).toBeVisible();
  await page.keyboard.press("e");
  const editor = pane(page).getByLabel("Edited arguments");
  await expect(editor).toBeFocused();
  await editor.fill('{"url": ');
  await expect(pane(page).getByRole("button", { name: "Approve edited arguments" })).toBeDisabled();
  await editor.fill('["a list"]');
  await expect(pane(page).getByText("The arguments must be a JSON object.")).toBeVisible();
  const edited = { method: "GET", url: "https://example.com/issues" };
  await editor.fill(JSON.stringify(edited));
  await expect(pane(page).getByText(hashCanonical(edited))).toBeVisible();
  await expectNoFaults(page, "edited arguments");
  await pane(page).getByRole("button", { name: "Approve edited arguments" }).click();
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  expect(await read(third)).toMatchObject({
    status: "approved",
    edited_args: JSON.stringify(edited),
    args_hash: hashCanonical(edited),
  });
  await expectNoFaults(page, "no reviews");
  await page.getByRole("tab", { name: "Answered" }).click();
  await expect(lines(page)).toHaveCount(3);
  await lines(page).filter({ hasText: "Write to everybody?" }).click();
  await expect(pane(page).getByText("Not on a Friday")).toBeVisible();
  await expectNoFaults(page, "answered reviews");
});

test("the next one opens however late the answer comes after the word of it", async ({ page }) => {
  await ask({ title: "First" });
  await ask({ title: "Second" });
  const answer = await holdAnswer(page, "reviews.answer");
  await openPage(page, "/reviews");
  await expect(titleOf(page)).toHaveText("First");
  await page.keyboard.press("a");
  await expect(pane(page).getByRole("heading", { name: "Answer", exact: true })).toBeVisible();
  answer();
  await expect(titleOf(page)).toHaveText("Second");
});

test("several are marked and answered at once; Escape unmarks them", async ({ page }) => {
  const ids = [await ask({ title: "One" }), await ask({ title: "Two" }), await ask({ title: "Three" })];
  await openPage(page, "/reviews");
  await expect(lines(page)).toHaveCount(3);
  await expect(titleOf(page)).toHaveText("One");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("2 selected")).toBeHidden();
  await page.keyboard.press("x");
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Reject 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Reject 2 reviews?" });
  await expect(dialog.getByText("Two")).toBeVisible();
  await expectNoFaults(page, "several reviews");
  await dialog.getByLabel("Reason").fill("Later");
  await dialog.getByRole("button", { name: "Reject 2" }).click();
  await expect(lines(page)).toHaveCount(1);
  await expect(titleOf(page)).toHaveText("Three");
  const statuses = await Promise.all(ids.map(async (id) => (await read(id))?.status));
  expect(statuses).toEqual(["rejected", "rejected", "pending"]);
});

test("what is being answered stays, whatever comes before it; a key held down answers once", async ({
  page,
}) => {
  const first = await ask({ title: "First question" });
  const second = await ask({ title: "Second question", severity: "low" });
  await openPage(page, "/reviews");
  await expect(titleOf(page)).toHaveText("First question");
  await page.keyboard.press("r");
  await page.keyboard.type("Because ");
  const worse = await ask({ title: "Worse question", severity: "critical" });
  await expect(lines(page).first()).toContainText("Worse question");
  await page.keyboard.type("a rare cat");
  await expect(pane(page).getByLabel("Reason")).toHaveValue("Because a rare cat");
  await expect(titleOf(page)).toHaveText("First question");
  await send(hub, "POST", `/api/reviews/${first}/answer`, { json: { decision: "approve" } });
  await expect(pane(page).getByText("Approved").first()).toBeVisible();
  await expect(lines(page)).toHaveCount(2);
  await expect(titleOf(page)).toHaveText("First question");
  await page.keyboard.press("j");
  await expect(titleOf(page)).toHaveText("Second question");
  await page.keyboard.press("k");
  await expect(titleOf(page)).toHaveText("Worse question");

  await page.keyboard.down("a");
  await expect(titleOf(page)).toHaveText("Second question");
  await page.keyboard.down("a");
  await page.keyboard.up("a");
  expect(await read(worse)).toMatchObject({ status: "approved" });
  await expect(lines(page)).toHaveCount(1);
  expect(await read(second)).toMatchObject({ status: "pending" });
});

test("what another answers meanwhile leaves the list; filters narrow it, and what cannot be read says so", async ({
  page,
}) => {
  const taken = await ask({ title: "Taken by another" });
  await ask({ title: "Unreadable", severity: "critical", parse_error: "title is missing" });
  await ask({ kind: "outcome_unknown", title: "Did it get through?", severity: "low" });
  await openPage(page, "/reviews");
  await expect(lines(page)).toHaveCount(3);
  await expect(pane(page).getByText("What was asked could not be read: title is missing")).toBeVisible();
  await send(hub, "POST", `/api/reviews/${taken}/answer`, { json: { decision: "resolve" } });
  await expect(lines(page)).toHaveCount(2);
  await page.getByLabel("Kind").selectOption("outcome_unknown");
  await expect(lines(page)).toHaveCount(1);
  await expect(pane(page).getByText("If it got through before, it happens twice.")).toBeVisible();
  await pane(page).getByRole("button", { name: "Treat as done" }).click();
  await expect(page.getByText("No reviews match these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(lines(page)).toHaveCount(1);
});

test("an answer that comes too late says who was quicker", async ({ page }) => {
  const id = await ask({ title: "Contested" });
  await openPage(page, `/reviews/${id}`);
  await page.route("**/api/live", (route) => route.abort());
  await query(
    hub,
    "UPDATE review SET status = 'approved', resolved_by = 'Jane', resolved_at = now() WHERE id = $1",
    [id],
  );
  await page.keyboard.press("a");
  await expect(page.getByText("Jane").first()).toBeVisible();
  await expect(page.getByText(/Not answered: This was approved by Jane/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve" })).toBeHidden();
});

test("a link answers once, without signing in, by its button alone", async ({ browser }) => {
  const id = await ask({ kind: "tool_call", title: "http_request" });
  const tokens = {
    approve: createId("request").padEnd(64, "a"),
    reject: createId("request").padEnd(64, "b"),
  };
  for (const [decision, token] of Object.entries(tokens))
    await query(
      hub,
      "INSERT INTO review_link (token_hash, review_id, decision, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')",
      [sha256(token), id, decision],
    );
  const context = await browser.newContext({ baseURL: hub.url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(`/review/${tokens.reject}`);
  await expect(page.getByRole("heading", { name: "http_request", level: 1 })).toBeVisible();
  await expect(page.getByText("https://example.com/issues")).toBeVisible();
  await expectNoFaults(page, "a link to reject");
  await page.goto(`/review/${tokens.approve}?args=${hashCanonical({})}`);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("These are not the arguments that were looked at.")).toBeVisible();
  expect(await read(id)).toMatchObject({ status: "pending" });
  await page.goto(`/review/${tokens.approve}?args=${hashCanonical(args)}`);
  await keepScreenshot(page, "review-link");
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Approved. You can close this page.")).toBeVisible();
  expect(await read(id)).toMatchObject({ status: "approved" });
  await page.goto(`/review/${tokens.approve}`);
  await expect(page.getByRole("heading", { name: "This link was used" })).toBeVisible();
  await page.goto(`/review/${tokens.reject}`);
  await expect(page.getByText(/This was approved by link at/)).toBeVisible();
  await page.goto("/review/nothing");
  await expect(page.getByRole("heading", { name: "There is no such link" })).toBeVisible();
  await expectNoFaults(page, "an unknown link");
  await context.close();
});

test("what happens to unanswered reviews is set on the settings page", async ({ page }) => {
  await openPage(page, "/settings");
  const part = page.getByRole("region", { name: "Unanswered reviews" });
  await part.getByLabel("Low: minutes").fill("60");
  await part.getByLabel("Low: then").selectOption("Escalate");
  await part.getByRole("button", { name: "Save review policies" }).click();
  await expect(page.getByText("Review policies saved")).toBeVisible();
  await page.reload();
  await awaitLive(page);
  await expect(part.getByLabel("Low: minutes")).toHaveValue("60");
  await part.getByLabel("Low: minutes").fill("480");
  await part.getByLabel("Low: then").selectOption("Approve");
  await part.getByRole("button", { name: "Save review policies" }).click();
  await expect(part.getByRole("button", { name: "Save review policies" })).toBeDisabled();
  await expect(part.getByLabel("Low: minutes")).toHaveValue("480");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });

  test("list, review and link fit; keys answer nothing that is out of sight", async ({ page }) => {
    const id = await ask({
      kind: "tool_call",
      title: `http_request ${"with-a-name-without-end".repeat(10)}`,
      context_data: "word ".repeat(200),
    });
    for (const path of ["/reviews", `/reviews/${id}`]) {
      await openPage(page, path);
      await expect(page.getByText("http_request").first()).toBeVisible();
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overhang, path).toBeLessThanOrEqual(0);
      await expectNoFaults(page, path);
      await keepScreenshot(page, path === "/reviews" ? "reviews-narrow" : "review-narrow");
    }
    await ask({ title: "Before it", severity: "critical" });
    await openPage(page, "/reviews");
    await expect(lines(page)).toHaveCount(2);
    // A slow line: the page stands only after whatever the keys before Enter had begun.
    await page.route(new RegExp(`/reviews/${id}`), async (route) => {
      await delay(500);
      await route.continue();
    });
    for (const key of ["a", "j", "j", "Enter"]) await page.keyboard.press(key);
    await expect(page).toHaveURL(new RegExp(`/reviews/${id}$`));
    expect(await read(id)).toMatchObject({ status: "pending" });
    await page.getByRole("button", { name: "Approve" }).click();
    await expect(page.getByText("Waits for you")).toBeHidden();
    expect(await read(id)).toMatchObject({ status: "approved" });
  });
});
