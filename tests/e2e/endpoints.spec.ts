import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { awaitLive, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { execute } from "@/tests/factories/execution";
import { createPersona } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { awaitState } from "@/tests/support/settle";

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(async () => {
  for (const { id } of await ask<{ id: string }[]>(hub, "GET", "/api/endpoints?limit=500"))
    await ask(hub, "DELETE", `/api/endpoints/${id}`);
  await receiver.stop();
});

const host = () => new URL(receiver.url).host;
const rows = (page: Page, name: string) => page.getByRole("table", { name }).locator("tbody tr");

/** Adds an endpoint by the page's own dialog. Returns the secret it shows. */
async function addByPage(page: Page, type: string): Promise<string> {
  await openPage(page, "/webhooks/endpoints");
  await page.getByRole("button", { name: "New endpoint" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New endpoint" });
  await dialog.getByLabel("URL").fill(receiver.url);
  await expect(dialog.getByRole("button", { name: "Create endpoint" })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: type }).check();
  await expectNoFaults(page, "new endpoint");
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  const secret = await page.getByRole("group", { name: "endpoint secret" }).textContent();
  await expect(page.getByText('import { Webhook } from "standardwebhooks"')).toBeVisible();
  await page.getByRole("button", { name: "Open endpoint" }).click();
  await expect(page.getByRole("heading", { name: host() })).toBeVisible();
  return (secret ?? "").trim();
}

test("an endpoint is added, tested, told of an execution and verified with the secret it showed", async ({
  page,
}) => {
  const secret = await addByPage(page, "execution.completed");
  await expect(page.getByText("Nothing was sent here yet")).toBeVisible();
  await page.getByRole("button", { name: "Send test" }).click();
  await expect(rows(page, "Messages").first()).toContainText("Delivered");
  await execute(hub, { prompt: "Say hello.", personaId: (await createPersona(hub)).id });
  await expect(rows(page, "Messages")).toHaveCount(2);
  await awaitState(
    async () => receiver.requests.length,
    (count) => count === 2,
  );
  expect(receiver.requests.map((request) => receiver.verify(request, secret).type)).toEqual([
    "ping",
    "execution.completed",
  ]);
  await page.reload();
  await awaitLive(page);
  await expect(rows(page, "Messages")).toHaveCount(2);
  expect(await page.content()).not.toContain(secret);
  await page.getByLabel("Type").selectOption("ping");
  await expect(page).toHaveURL(/type=ping/);
  await expect(rows(page, "Messages")).toHaveCount(1);
  await expectNoFaults(page, "an endpoint");
  await keepScreenshot(page, "endpoint");
});

test("a message that fails shows its attempts and the next one; a failed one is sent again", async ({
  page,
}) => {
  await addByPage(page, "execution.completed");
  receiver.answerWith({ status: 503, body: "Down for repairs" }, { status: 500 });
  await page.getByRole("button", { name: "Send test" }).click();
  await rows(page, "Messages").getByRole("link", { name: "ping" }).click();
  await expect(page.getByText("Attempt 1: It answered 503.")).toBeVisible();
  await page.getByText("What came back").click();
  await expect(page.getByText("Down for repairs")).toBeVisible();
  await expectNoFaults(page, "a message");
  await keepScreenshot(page, "endpoint-message");
  await page.goBack();
  await execute(hub, { prompt: "Say hello.", personaId: (await createPersona(hub)).id });
  await expect(rows(page, "Messages").first()).toContainText(/attempt 2 of 8 (in|now)/i);
  await expect(page.getByText("The first failure since the last success")).toBeVisible();
  await expect(rows(page, "Messages").first()).toContainText("Delivered");
  await expect(page.getByText("The first failure since the last success")).toBeHidden();
  await rows(page, "Messages").getByRole("link", { name: "ping" }).click();
  await page.getByRole("button", { name: "Resend" }).click();
  await expect(page.getByText(/Attempt 2: answered/)).toBeVisible();
});

test("an endpoint that is gone says so in the list and is enabled again by one click; what it missed follows", async ({
  page,
}) => {
  await addByPage(page, "execution.completed");
  receiver.answerWith({ status: 410 });
  await execute(hub, { prompt: "Say hello.", personaId: (await createPersona(hub)).id });
  await expect(page.getByText("Disabled by the hub: It answered 410 Gone.")).toBeVisible();
  await page.getByRole("link", { name: "Back to endpoints" }).click();
  await page.getByLabel("State").selectOption("disabled");
  await expect(rows(page, "Endpoints")).toHaveCount(1);
  await expectNoFaults(page, "the list of endpoints");
  await keepScreenshot(page, "endpoints");
  await page.getByLabel("State").selectOption("failing");
  await expect(page.getByText("No endpoints match these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await rows(page, "Endpoints").getByRole("link", { name: host() }).click();
  await page.getByRole("button", { name: "Enable again" }).click();
  await expect(page.getByText("Disabled by the hub")).toBeHidden();
  await page.getByRole("button", { name: "Resend failed" }).click();
  await page.getByRole("button", { name: "Resend failed messages" }).click();
  await expect(page.getByText("1 message on the way again")).toBeVisible();
  await expect(rows(page, "Messages").first()).toContainText("Delivered");
});

test("an endpoint is changed, given a new secret and deleted", async ({ page }) => {
  const first = await addByPage(page, "event.failed");
  await page.getByLabel("Description").fill("Pages the team");
  await page.getByRole("checkbox", { name: "event.dead_letter" }).check();
  await page.getByRole("button", { name: "Save endpoint" }).click();
  await expect(page.getByText("Endpoint saved")).toBeVisible();
  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByRole("button", { name: "Make new secret" }).click();
  const second = ((await page.getByRole("group", { name: "endpoint secret" }).textContent()) ?? "").trim();
  expect(second).not.toBe(first);
  await expect(page.getByText("signature by the secret before as well")).toBeVisible();
  await page.getByRole("button", { name: "Send test" }).click();
  await awaitState(
    async () => receiver.requests.length,
    (count) => count === 1,
  );
  const [request] = receiver.requests;
  for (const secret of [first, second]) expect(request && receiver.verify(request, secret).type).toBe("ping");
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete endpoint" }).click();
  await expect(page).toHaveURL(/\/webhooks\/endpoints$/);
  await expect(page.getByText("Nobody outside is told of anything yet")).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });

  test("list, endpoint and message fit", async ({ page }) => {
    const { id } = await ask<{ id: string }>(hub, "POST", "/api/endpoints", {
      url: `${receiver.url}/${"long-".repeat(60)}path`,
      noticeTypes: ["execution.completed", "execution.failed", "event.failed"],
    });
    const message = await ask<{ id: string }>(hub, "POST", `/api/endpoints/${id}/test`);
    for (const path of ["", `/${id}`, `/${id}/${message.id}`]) {
      await openPage(page, `/webhooks/endpoints${path}`);
      await expect(page.getByText(host()).first()).toBeVisible();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      await expectNoFaults(page, path);
    }
  });
});
