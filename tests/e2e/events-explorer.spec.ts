import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { publish, publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { awaitExecutionsOf } from "@/tests/support/settle";
import { readGitlabFixture, sendGitlab } from "@/tests/support/webhook";

test.use({ viewport: { width: 1440, height: 900 } });

test("real payloads of a provider are filtered, opened beside the list, and replayed", async ({ page }) => {
  const source = uniqueWord("acme/repo");
  const persona = await createPersona(hub);
  await subscribe(hub, persona, { eventType: "gitlab_mr", sourceFilter: source });
  for (const name of ["push", "merge-request", "issue", "pipeline"]) await deliver(name, source);
  await openPage(page, "/events");
  await page.getByRole("searchbox", { name: "Find events" }).fill(source);
  await expect(rows(page)).toHaveCount(4);
  await page.getByLabel("Type", { exact: true }).selectOption("gitlab_mr");
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/type=gitlab_mr/);
  const row = page.getByRole("row", { name: "gitlab_mr" });
  await expect(row.getByRole("link", { name: `${persona.name}, Completed` })).toBeVisible();

  await row.getByRole("link", { name: "gitlab_mr" }).click();
  await expect(page).toHaveURL(/event=evt_/);
  const pane = page.getByRole("complementary", { name: "Event" });
  await expect(pane.getByRole("heading", { name: "gitlab_mr" })).toBeVisible();
  const timeline = pane.getByRole("list", { name: "What became of it" });
  await expect(timeline).toContainText("Received");
  await expect(timeline).toContainText("Subscriptions evaluated");
  await expect(timeline.getByRole("link", { name: persona.name }).first()).toHaveAttribute(
    "href",
    /\/executions\/exe_/,
  );
  await expect(pane.getByText("merge_request").first()).toBeVisible();
  await pane.getByRole("button", { name: "Find out" }).click();
  await expect(pane.getByText(`The source is ${source}`)).toBeVisible();
  await expectNoFaults(page, "events with one opened beside the list");

  const first = new URL(page.url()).searchParams.get("event") ?? "";
  await pane.getByRole("button", { name: "Replay event" }).click();
  await expect(page).toHaveURL(/\/events\/evt_/);
  await expect(page.getByRole("main").getByRole("link", { name: "a replay" })).toHaveAttribute(
    "href",
    `/events/${first}`,
  );
  await expect(page.getByText("Delivered").first()).toBeVisible();
  await page.getByRole("list", { name: "What became of it" }).getByRole("link", { name: first }).click();
  await expect(page.getByRole("list", { name: "What became of it" })).toContainText("Replayed as");
});

test("Escape closes what is open beside the list; a narrow screen opens the page", async ({ page }) => {
  const eventType = uniqueWord("type");
  const event = await publishAndMatch(hub, { eventType });
  await openPage(page, `/events?type=${eventType}`);
  const link = page.getByRole("link", { name: eventType });
  await link.click();
  await expect(page.getByRole("complementary", { name: "Event" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary", { name: "Event" })).toHaveCount(0);
  await expect(page).not.toHaveURL(/event=/);
  await page.setViewportSize({ width: 900, height: 800 });
  await link.click();
  await expect(page).toHaveURL(new RegExp(`/events/${event.id}$`));
});

test("a selection is replayed, and all that match a filter, after a question that names the number", async ({
  page,
}) => {
  const eventType = uniqueWord("type");
  for (const sourceId of ["a", "b", "c"]) await publishAndMatch(hub, { eventType, sourceId });
  await openPage(page, `/events?type=${eventType}`);
  await expect(rows(page)).toHaveCount(3);
  await pressUntilFocused(page);
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page
    .getByRole("region", { name: "Selected events" })
    .getByRole("button", { name: "Replay 2 events" })
    .click();
  const question = page.getByRole("dialog", { name: "Replay 2 events?" });
  await question.getByRole("button", { name: "Replay 2 events" }).click();
  await expect(page.getByText("2 events replayed")).toBeVisible();
  await expect(question).toHaveCount(0);
  await expect(rows(page)).toHaveCount(5);

  await page.getByRole("button", { name: "Replay all that match" }).click();
  await page
    .getByRole("dialog", { name: "Replay 5 events?" })
    .getByRole("button", { name: "Replay 5 events" })
    .click();
  await expect(rows(page)).toHaveCount(10);
});

test("new events wait while the mouse is over the list", async ({ page }) => {
  const eventType = uniqueWord("type");
  const first = await publishAndMatch(hub, { eventType, sourceId: "first" });
  await openPage(page, `/events?type=${eventType}`);
  await page.getByRole("row", { name: "first" }).hover();
  await publish(hub, { eventType, sourceId: "second" });
  const show = page.getByRole("button", { name: "Show 1 new" });
  await expect(show).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole("link", { name: eventType })).toHaveAttribute("href", `/events/${first.id}`);
  await show.click();
  await expect(rows(page)).toHaveCount(2);
});

test("who would react is said of any event before it is published", async ({ page }) => {
  const eventType = uniqueWord("type");
  const [one, other] = [await createPersona(hub), await createPersona(hub)];
  await subscribe(hub, one, { eventType });
  await subscribe(hub, other, { eventType, sourceFilter: "acme/*" });
  await openPage(page, "/events/react");
  await page.getByLabel("Type", { exact: true }).fill(eventType);
  await page.getByLabel("Source", { exact: true }).fill("other/repo");
  await page.getByRole("button", { name: "Who would react?" }).click();
  await expect(page.getByText("One persona would react:")).toBeVisible();
  const reasons = page.getByRole("list", { name: `Why ${other.name} does not react` });
  await expect(reasons).toContainText("The source other/repo does not begin with acme/");
  await page.getByRole("button", { name: "Publish event" }).click();
  await expect(page).toHaveURL(/\/events\/evt_/);
  await expect(page.getByRole("main").getByRole("link", { name: one.name }).first()).toBeVisible();
});

test("the chain shows what led to an event and what it led to", async ({ page }) => {
  const [cause, effect] = [uniqueWord("cause"), uniqueWord("effect")];
  const persona = await createPersona(hub);
  await subscribe(hub, persona, { eventType: cause });
  const event = await publishAndMatch(hub, { eventType: cause });
  const [execution] = await awaitExecutionsOf(hub, event.id);
  const later = await publishAndMatch(hub, {
    eventType: effect,
    ...(execution ? { causedByExecutionId: execution.id } : {}),
  });
  await openPage(page, `/events/${later.id}`);
  const chain = page.getByRole("list", { name: "What led to it, and what it led to" });
  await expect(chain.getByRole("link", { name: persona.name })).toHaveAttribute(
    "href",
    `/executions/${execution?.id}`,
  );
  await chain.getByRole("link", { name: cause }).click();
  await expect(page.getByRole("heading", { name: cause })).toBeVisible();
  await expect(chain.getByRole("link", { name: effect })).toBeVisible();
});

test("lanes draw events and executions over time; the arrow keys move between them", async ({ page }) => {
  const eventType = uniqueWord("type");
  const persona = await createPersona(hub);
  await subscribe(hub, persona, { eventType });
  await openPage(page, "/events/lanes?window=15m");
  const event = await publishAndMatch(hub, { eventType, sourceId: "acme/lanes" });
  const [execution] = await awaitExecutionsOf(hub, event.id);
  const chart = page.getByRole("figure", { name: "Events and executions over time" });
  const bar = chart.locator(`a[href="/executions/${execution?.id}"]`);
  await expect(bar).toHaveAccessibleName(new RegExp(`${persona.name} · Completed .*caused by ${eventType}`));
  await bar.focus();
  await expect(chart.locator("figcaption")).toContainText(persona.name);
  const tick = chart.locator(`a[href="/events/${event.id}"]`);
  await tick.focus();
  await expect(chart.locator("figcaption")).toContainText("acme/lanes");
  await page.keyboard.press("ArrowDown");
  await expect(tick).not.toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/executions\/exe_/);
});

/** One of GitLab's own payloads, come from the caller's project. */
async function deliver(name: string, project: string): Promise<void> {
  const body = JSON.parse(readGitlabFixture(`${name}.json`)) as { project: object };
  const payload = { ...body, project: { ...body.project, path_with_namespace: project } };
  const reply = await sendGitlab(hub, JSON.stringify(payload));
  expect(reply.status).toBe(201);
}

function rows(page: Page) {
  return page.getByRole("table", { name: "Events" }).locator("tbody tr");
}

/** Presses j until the first row has the focus: rows drawn by the server take no keys before they are hydrated. */
async function pressUntilFocused(page: Page): Promise<void> {
  const first = page.locator("a[data-row]").first();
  await expect(async () => {
    if (!(await first.evaluate((link) => link === document.activeElement))) await page.keyboard.press("j");
    await expect(first).toBeFocused({ timeout: 500 });
  }).toPass();
}
