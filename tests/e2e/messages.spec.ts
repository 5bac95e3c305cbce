import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { tellRequest } from "@/tests/e2e/answers";
import { connectClaude, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { execute } from "@/tests/factories/execution";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { awaitState } from "@/tests/support/settle";

test.beforeAll(({ session }) => connectClaude({ session }));

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(async () => {
  for (const { id } of await ask<{ id: string }[]>(hub, "GET", "/api/message-channels"))
    await ask(hub, "DELETE", `/api/message-channels/${id}`);
  await receiver.stop();
});

const rows = (page: Page, name: string) => page.getByRole("table", { name }).locator("tbody tr");
const inbox = (page: Page) => rows(page, "Messages");
const pane = (page: Page) => page.getByRole("complementary", { name: "Message" });

/** A persona that has told three things and learned one. */
async function tell(): Promise<{ personaId: string; name: string; executionId: string }> {
  const { id: personaId, name } = await createPersona(hub, { name: uniqueWord("Teller"), runtime: "hub" });
  const executionId = await execute(hub, { prompt: tellRequest, personaId });
  await awaitState(
    () => ask<object[]>(hub, "GET", `/api/messages?personaId=${personaId}`),
    ({ length }) => length === 3,
    60_000,
  );
  return { personaId, name, executionId };
}

test.describe("on a wide screen", () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test("what a persona told is read one after the other by keys, marked and deleted", async ({ page }) => {
    const { personaId, name } = await tell();
    await openPage(page, `/messages?persona=${personaId}`);
    await expect(inbox(page)).toHaveCount(3);
    await expect(inbox(page).filter({ hasText: "Unread" })).toHaveCount(3);
    await inbox(page).filter({ hasText: "Signing key" }).click();
    await expect(pane(page).getByRole("heading", { name: "Signing key expires tomorrow" })).toBeVisible();
    await expect(pane(page).getByRole("listitem").filter({ hasText: "Renew it" })).toBeVisible();
    await expect(pane(page).getByText("Urgent")).toBeVisible();
    await expect(pane(page).getByRole("link", { name })).toBeVisible();
    await expect(inbox(page).filter({ hasText: "Unread" })).toHaveCount(2);
    await expectNoFaults(page, "the inbox");
    await keepScreenshot(page, "messages");

    await page.keyboard.press("u");
    await expect(inbox(page).filter({ hasText: "Unread" })).toHaveCount(3);
    await expect(pane(page).getByRole("button", { name: "Mark as read" })).toBeEnabled();
    await page.keyboard.press("u");
    await expect(inbox(page).filter({ hasText: "Unread" })).toHaveCount(2);

    await page.getByRole("link", { name: "Two tests were skipped" }).focus();
    await expect(pane(page).getByText("They are slow.")).toBeVisible();
    await page.keyboard.press("j");
    await expect(pane(page).getByText("The changelog is written.").last()).toBeVisible();
    await expect(page).toHaveURL(/message=pms_/);
    await expect(inbox(page).filter({ hasText: "Unread" })).toHaveCount(0);

    await pane(page).getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete message" }).click();
    await expect(inbox(page)).toHaveCount(2);
    await expect(pane(page)).toBeHidden();

    await page.getByLabel("Priority").selectOption("urgent");
    await expect(page).toHaveURL(/priority=urgent/);
    await expect(inbox(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Clear" }).click();
    await expect(page.getByLabel("Persona")).toHaveValue("");
  });
});

test("an urgent message stands on the page Now until all is read", async ({ page }) => {
  await tell();
  await openPage(page, "/");
  const urgent = page.getByRole("region", { name: "Unread messages" });
  await expect(urgent.getByRole("link", { name: "Signing key expires tomorrow" }).first()).toBeVisible();
  await openPage(page, "/messages");
  await page.getByRole("button", { name: /^Mark all \d+ as read$/ }).click();
  await expect(page.getByRole("button", { name: /^Mark all/ })).toBeHidden();
  await openPage(page, "/");
  await expect(urgent).toBeHidden();
});

test("a channel is set up, tried out, told, and told again by hand what it refused", async ({ page }) => {
  await openPage(page, "/messages/channels");
  await expect(page.getByText("Messages stay in the inbox")).toBeVisible();
  await page.getByRole("button", { name: "New channel" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New channel" });
  await dialog.getByLabel("Name").fill("Night shift");
  await dialog.getByRole("button", { name: "Webhook" }).click();
  await dialog.getByLabel("URL").fill(receiver.url);
  await dialog.getByRole("button", { name: "Make one" }).click();
  const secret = await dialog.getByLabel("Secret").inputValue();
  await dialog.getByLabel("Takes").selectOption("urgent");
  await expectNoFaults(page, "a new channel");
  await dialog.getByRole("button", { name: "Create channel" }).click();
  await expect(rows(page, "Channels")).toHaveCount(1);
  await expect(rows(page, "Channels")).toContainText(`Webhook: ${new URL(receiver.url).host}, signed`);
  await page.getByRole("button", { name: "Send a test to Night shift" }).click();
  await expect(page.getByText(/Night shift took a test/)).toBeVisible();
  expect(receiver.requests[0] && receiver.verify(receiver.requests[0], secret).data).toMatchObject({
    title: "Ensemble reaches this channel",
  });
  receiver.answerWith({ status: 410, body: "moved away" });
  await page.getByRole("button", { name: "Send a test to Night shift" }).click();
  await expect(page.getByText("It answered 410: moved away").first()).toBeVisible();

  receiver.answerWith({ status: 410 });
  const { personaId } = await tell();
  await openPage(page, `/messages?persona=${personaId}&priority=urgent`);
  const href = await inbox(page).getByRole("link").getAttribute("href");
  await openPage(page, href ?? "");
  await expect(page.getByText("It answered 410.")).toBeVisible();
  await expectNoFaults(page, "a message");
  await keepScreenshot(page, "message");
  await page.getByRole("button", { name: "Send again to Night shift" }).click();
  await expect(page.getByRole("region", { name: "Channels" }).getByText("Delivered")).toBeVisible();
  const last = receiver.requests.at(-1);
  expect(receiver.requests).toHaveLength(4);
  expect(last && receiver.verify(last, secret).data).toMatchObject({ title: "Signing key expires tomorrow" });

  await openPage(page, "/messages/channels");
  await expect(rows(page, "Channels")).toContainText("Delivered");
  await keepScreenshot(page, "message-channels");
  await page.getByRole("link", { name: "Night shift" }).click();
  const change = page.getByRole("dialog", { name: "Change Night shift" });
  await expect(change.getByText(/^Leads to 127.0.0.1:\d+, signed$/)).toBeVisible();
  await change.getByLabel("Name").fill("Day shift");
  await change.getByRole("button", { name: "Save channel" }).click();
  await page.getByRole("switch", { name: "Day shift is enabled" }).click();
  await expect(page.getByRole("switch", { name: "Day shift is enabled" })).not.toBeChecked();
  await page.getByRole("button", { name: "Delete Day shift" }).click();
  await page.getByRole("button", { name: "Delete channel" }).click();
  await expect(page.getByText("Messages stay in the inbox")).toBeVisible();
});

test("an e-mail channel says what it lacks; a refused address is named", async ({ page }) => {
  await openPage(page, "/messages/channels?channel=new");
  const dialog = page.getByRole("dialog", { name: "New channel" });
  await dialog.getByLabel("Name").fill("Mail");
  await dialog.getByRole("button", { name: "E-mail" }).click();
  await dialog.getByLabel("Addresses").fill("nobody");
  await dialog.getByRole("button", { name: "Create channel" }).click();
  await expect(dialog.getByText("An e-mail address, such as ada@example.com")).toBeVisible();
  await dialog.getByLabel("Addresses").fill("ada@example.com, grace@example.com");
  await dialog.getByRole("button", { name: "Create channel" }).click();
  await expect(rows(page, "Channels")).toContainText("SMTP_URL is not set");
  await page.getByRole("button", { name: "Send a test to Mail" }).click();
  await expect(page.getByText("No test was sent")).toBeVisible();
});

test("what a persona learned is found, weighed, changed, added to and deleted", async ({ page }) => {
  const { personaId, name, executionId } = await tell();
  await openPage(page, `/personas/${personaId}/memory`);
  await expect(rows(page, "Memories")).toHaveCount(1);
  await page.getByLabel("Importance of Atlas is released on Tuesdays").selectOption("9");
  await expect(page).not.toHaveURL(/memory=/);
  await rows(page, "Memories").click();
  const dialog = page.getByRole("dialog", { name: "Memory" });
  await expect(dialog.getByRole("link", { name: "an execution" })).toHaveAttribute(
    "href",
    `/executions/${executionId}`,
  );
  await expect(dialog.getByLabel("Importance")).toHaveValue("9");
  await expect(dialog.getByLabel("Tags")).toHaveValue("atlas, release");
  await expectNoFaults(page, "a memory");
  await keepScreenshot(page, "memory");
  await dialog.getByLabel("What to remember").fill("Releases go out on Wednesdays.");
  await dialog.getByRole("button", { name: "Save memory" }).click();
  await expect(rows(page, "Memories")).toContainText("Wednesdays");

  await page.getByRole("button", { name: "New memory" }).click();
  const added = page.getByRole("dialog", { name: "New memory" });
  await added.getByLabel("Title").fill("Grace signs off");
  await added.getByLabel("What to remember").fill("Ask Grace before a release.");
  await added.getByRole("button", { name: "Add memory" }).click();
  await expect(rows(page, "Memories")).toHaveCount(2);

  await openPage(page, `/memories?persona=${personaId}`);
  await expect(rows(page, "Memories").first()).toContainText(name);
  await page.getByLabel("Order").selectOption("importance");
  await expect(rows(page, "Memories").first()).toContainText("Atlas");
  await page.getByLabel("Find memories").fill("grace");
  await expect(rows(page, "Memories")).toHaveCount(1);
  await expectNoFaults(page, "the memories");
  await keepScreenshot(page, "memories");
  await page.getByRole("link", { name: "Grace signs off" }).click();
  await expect(dialog.getByText("was told it by a person")).toBeVisible();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete memory" }).click();
  await expect(page.getByText("No memories match these filters.")).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });

  test("inbox, message, channels and memories fit", async ({ page }) => {
    const { personaId } = await tell();
    await ask(hub, "POST", "/api/message-channels", {
      name: "long-".repeat(15),
      channelType: "email",
      config: { addresses: [`${"long".repeat(12)}@example.com`] },
    });
    const [message] = await ask<{ id: string }[]>(hub, "GET", `/api/messages?personaId=${personaId}`);
    for (const path of [
      "/messages",
      `/messages/${message?.id}`,
      "/messages/channels",
      "/messages/channels?channel=new",
      "/memories",
      `/personas/${personaId}/memory`,
    ]) {
      await openPage(page, path);
      if (path.includes("?")) await expect(page.getByRole("dialog")).toBeVisible();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        path,
      ).toBeLessThanOrEqual(0);
      await expectNoFaults(page, path);
      await keepScreenshot(
        page,
        `narrow-inbox${path
          .replace(/pms_\w+/, "one")
          .replace(/per_\w+/, "one")
          .replaceAll(/[/?=]/g, "-")}`,
      );
    }
  });
});
