import { randomBytes } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { sha256 } from "@/server/crypto";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { shopGoal } from "@/tests/e2e/answers";
import { connectClaude, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { startStandInWorker } from "@/tests/e2e/worker";
import { query } from "@/tests/support/query";

const shopUrl = process.env.E2E_SHOP_URL ?? "";
const tabOf = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Persona" }).getByRole("link", { name });

/** Makes a persona with the dialog and leaves its prompt page open. */
async function makePersona(page: Page, name: string, runtime: string, prompt: string): Promise<void> {
  await openPage(page, "/personas");
  await page.getByRole("button", { name: "New persona" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New persona" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Runtime").selectOption(runtime);
  await dialog.getByRole("button", { name: "Create persona" }).click();
  await page
    .getByRole("dialog", { name: `${name} is ready` })
    .getByRole("button", { name: "Write its prompt" })
    .click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await page.getByLabel("What it is and does").fill(prompt);
  await page.getByRole("button", { name: "Save and make live" }).click();
  await expect(page.getByRole("region", { name: "System" })).toContainText(prompt.split("\n")[0] ?? "");
}

async function storeCredential(page: Page, name: string, token: string): Promise<void> {
  await openPage(page, "/credentials?new=true");
  const dialog = page.getByRole("dialog", { name: "New credential" });
  await dialog.getByLabel("Service").selectOption("Another service");
  await dialog.getByLabel("Service type").fill("shop");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Value of token").fill(token);
  await dialog.getByLabel("Hosts it may be sent to").fill("127.0.0.1");
  await dialog.getByRole("button", { name: "Store credential" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}

async function defineTool(page: Page, name: string, guide: string): Promise<void> {
  await openPage(page, "/tools?new=true");
  const tool = page.getByRole("dialog");
  await tool.getByLabel("Name").fill(name);
  await tool.getByLabel("Description").fill("Works with the orders of the shop.");
  await tool.getByLabel("Implementation guide").fill(guide);
  await tool.getByLabel("Credential type").fill("shop");
  await tool.getByRole("button", { name: /^(Create|Save|Define)/ }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}

async function giveTool(page: Page, name: string): Promise<void> {
  await tabOf(page, "Tools").click();
  await page.getByLabel("Give a tool").selectOption(name);
  await expect(page.getByRole("group", { name: `Policy of ${name}` })).toBeVisible();
}

async function giveCredential(page: Page, credential: string): Promise<void> {
  await tabOf(page, "Credentials").click();
  await page.getByLabel("Give a credential").selectOption(credential);
  await expect(page.getByText("CONNECTOR_SHOP_TOKEN").first()).toBeVisible();
}

async function runPersona(page: Page, words: string): Promise<void> {
  await page.getByRole("button", { name: "Run persona" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What should it do?").fill(words);
  await dialog.getByRole("button", { name: /^Run/ }).click();
  await expect(page).toHaveURL(/\/executions\/exe_/);
}

const status = (page: Page, word: string): Locator =>
  page.getByRole("main").getByText(word, { exact: true }).first();

test("from nothing to an approved act in the hub: build it, preview it, run it, approve, read its message", async ({
  page,
  session,
}) => {
  await connectClaude({ session });
  const token = randomBytes(20).toString("hex");
  await storeCredential(page, "Shop", token);
  await defineTool(page, "shop_order", `POST ${shopUrl}/orders with a bearer token and {"item": "…"}.`);

  await makePersona(page, "Buyer", "hub", `You ${shopGoal}. Order what is asked for.`);
  await giveCredential(page, "Shop");
  await giveTool(page, "shop_order");
  const asks = page.getByRole("group", { name: "Policy of shop_order" }).getByRole("button", { name: "Ask" });
  await asks.click();
  await expect(asks).toHaveAttribute("aria-pressed", "true");
  await expectNoFaults(page, "persona tools");

  await tabOf(page, "Prompt").click();
  const main = page.getByRole("main");
  await expect(main).toContainText("shop_order");
  await expect(main).toContainText("CONNECTOR_SHOP_TOKEN");
  await expect(main).not.toContainText(token);
  await keepScreenshot(page, "persona-prompt-with-tools");

  await runPersona(page, "A pound of tea, please.");
  await expect(status(page, "Waits for review")).toBeVisible();
  await keepScreenshot(page, "execution-waiting-for-review");
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Reviews/ })
    .click();
  const pane = page.getByRole("complementary", { name: "Review" });
  await expect(pane.getByRole("heading", { level: 2 }).first()).toContainText(
    "Buyer wants to use shop_order",
  );
  await expect(pane).toContainText("/orders");
  await expect(pane).not.toContainText(token);
  await page.keyboard.press("a");
  await expect(pane.getByText("Buyer wants to use shop_order")).toHaveCount(0);

  await openPage(page, "/executions");
  await page.getByRole("link", { name: "Buyer" }).first().click();
  await expect(status(page, "Completed")).toBeVisible();
  await expect(main).toContainText("Done: the tea is ordered.");
  const trace = page.getByRole("tree");
  await expect(trace).toContainText("shop_order");
  await trace.getByText("shop_order").click();
  await expect(main).toContainText(sha256(`Bearer ${token}`).slice(0, 16));
  await expect(main).not.toContainText(token);
  await expectNoFaults(page, "execution with a trace");
  await keepScreenshot(page, "execution-trace");

  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Messages/ })
    .click();
  await page.getByText("Tea is on its way").first().click();
  await expect(page.getByRole("main")).toContainText("One pound, tomorrow.");
});

test("the same on a worker: leased, streamed, asked and answered", async ({ page }) => {
  const token = randomBytes(20).toString("hex");
  await storeCredential(page, "Depot", token);
  await defineTool(page, "depot_orders", `GET ${shopUrl}/orders with a bearer token.`);
  await defineTool(page, "depot_send", `POST ${shopUrl}/orders with a bearer token and {"item": "…"}.`);
  const asked = JSON.stringify({ manual_review: { title: "Send the parcel?", severity: "high" } });
  const told = JSON.stringify({ user_message: { title: "Parcel sent", content: "It left at noon." } });
  const prompt = [
    "Send parcels.",
    `CLI: reveal CONNECTOR_DEPOT_TOKEN`,
    `CLI: request POST ${shopUrl}/orders CONNECTOR_DEPOT_TOKEN`,
    `CLI: protocol ${asked}`,
    `CLI: protocol ${told}`,
  ];
  await makePersona(page, "Porter", "worker", prompt.join("\n"));
  await tabOf(page, "Credentials").click();
  await page.getByLabel("Give a credential").selectOption("Depot");
  await expect(page.getByText("CONNECTOR_DEPOT_TOKEN").first()).toBeVisible();
  for (const tool of ["depot_orders", "depot_send"]) await giveTool(page, tool);
  await tabOf(page, "Prompt").click();
  for (const word of ["depot_orders", "depot_send", "CONNECTOR_DEPOT_TOKEN"])
    await expect(page.getByRole("main")).toContainText(word);
  await runPersona(page, "The red parcel.");
  await expect(status(page, "Waits for a worker")).toBeVisible();

  const worker = startStandInWorker();
  try {
    const pane = page.getByRole("complementary", { name: "Review" });
    await page
      .getByRole("navigation")
      .getByRole("link", { name: /^Reviews/ })
      .click();
    await expect(pane.getByRole("heading", { level: 2 }).first()).toContainText("Send the parcel?");
    await openPage(page, "/workers");
    await expect(page.getByRole("main")).toContainText("e2e-worker");
    await expectNoFaults(page, "workers");
    await keepScreenshot(page, "workers");
    await openPage(page, "/reviews");
    await expect(pane.getByText("Send the parcel?").first()).toBeVisible();
    await page.keyboard.press("a");
    await expect(pane.getByText("Send the parcel?")).toHaveCount(0);
    await openPage(page, "/executions");
    await page.getByRole("link", { name: "Porter" }).first().click();
    await expect(status(page, "Completed")).toBeVisible();
    await expect(page.getByRole("main")).toContainText("The value is [REDACTED].");
    const trace = page.getByRole("tree");
    await trace.getByText("Bash").click();
    await expect(page.getByRole("main")).toContainText(sha256(`Bearer ${token}`).slice(0, 16));
    expect(await page.content()).not.toContain(token);
    await keepScreenshot(page, "execution-trace-worker");
    await openPage(page, "/messages");
    await expect(page.getByText("Parcel sent").first()).toBeVisible();
  } finally {
    await worker.stop();
    await query(hub, "DELETE FROM worker");
  }
});
