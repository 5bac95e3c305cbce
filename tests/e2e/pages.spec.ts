import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, keepScreenshot, sendPush, test } from "@/tests/e2e/hub";
import { awaitState } from "@/tests/support/settle";

const fixedPlaces = [
  "/",
  "/reviews",
  "/executions",
  "/executions/compare",
  "/events",
  "/events/lanes",
  "/events/react",
  "/personas",
  "/personas/release-scribe",
  "/personas/release-scribe/tools",
  "/personas/release-scribe/credentials",
  "/personas/release-scribe/listens-to",
  "/personas/release-scribe/executions",
  "/personas/release-scribe/versions",
  "/personas/release-scribe/settings",
  "/personas/release-scribe/memory",
  "/messages",
  "/messages/channels",
  "/memories",
  "/subscriptions",
  "/subscriptions/new",
  "/webhooks",
  "/triggers",
  "/triggers/new",
  "/tools",
  "/tools/servers",
  "/webhooks/receivers",
  "/webhooks/endpoints",
  "/gitlab",
  "/credentials",
  "/workers",
  "/settings",
  "/settings/engine",
  "/settings/keys",
  "/docs",
  "/nothing-here",
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page is free of accessibility faults, ${colorScheme}`, async ({
    browser,
    session,
    request,
  }) => {
    test.setTimeout(480_000);
    const context = await browser.newContext({ baseURL: hub.url, storageState: session, colorScheme });
    const page = await context.newPage();
    const eventId = await sendPush(request);
    for (const path of [...fixedPlaces, `/events/${eventId}`, await findExecution(page)]) {
      await page.goto(path);
      await expect(page.locator("h1").first()).toBeVisible();
      await expectNoFaults(page, path);
      await keepScreenshot(
        page,
        `${colorScheme}${path.replace(/\/(evt|exe)_[^/]*/, "/one").replaceAll("/", "-")}`,
      );
    }
    await context.close();
  });
}

test("nothing is wider than a narrow screen", async ({ browser, session, request }) => {
  const context = await browser.newContext({
    baseURL: hub.url,
    storageState: session,
    viewport: { width: 360, height: 760 },
  });
  const page = await context.newPage();
  await sendPush(request);
  for (const path of [...fixedPlaces, await findExecution(page)]) {
    await page.goto(path);
    await expect(page.locator("h1").first()).toBeVisible();
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overhang, path).toBeLessThanOrEqual(0);
    await keepScreenshot(page, `narrow${path.replace(/\/(evt|exe)_[^/]*/, "/one").replaceAll("/", "-")}`);
  }
  await context.close();
});

async function findExecution(page: Page): Promise<string> {
  const read = async () => {
    const answer = await page.request.get(`${hub.url}/api/executions?limit=1&status=completed`, {
      headers: { Authorization: `Bearer ${hub.teamKey}` },
    });
    return (await answer.json()) as { id: string }[];
  };
  const [execution] = await awaitState(read, ({ length }) => length > 0);
  return `/executions/${execution?.id}`;
}
