import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { awaitLive, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { startMcpServer, type TestMcpServer } from "@/tests/support/mcp-server";
import { type OauthServer, startOauthServer } from "@/tests/support/oauth-server";

let oauth: OauthServer;
let shop: TestMcpServer;
test.beforeEach(async () => {
  await removeAll();
  oauth = await startOauthServer();
  shop = await startMcpServer({
    isAllowed: (bearer) => bearer !== null && oauth.isValid(bearer),
    authorizationServer: oauth.url,
  });
});
test.afterEach(async () => {
  await removeAll();
  await Promise.all([shop.stop(), oauth.stop()]);
});

/** Other tests leave tools behind, too. */
async function removeAll(): Promise<void> {
  for (const path of ["/api/tool-definitions", "/api/mcp-servers"])
    for (const { id } of await ask<{ id: string }[]>(hub, "GET", `${path}?limit=500`))
      await ask(hub, "DELETE", `${path}/${id}`);
}

const item = (page: Page, text: string) => page.getByRole("listitem").filter({ hasText: text });

test("a tool is defined, with what is wrong said in place, and changed", async ({ page }) => {
  const name = uniqueWord("find_order");
  await openPage(page, "/tools");
  await expect(page.getByText("No tool is defined yet")).toBeVisible();
  await page.getByRole("button", { name: "New tool" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New tool" });
  await dialog.getByLabel("Name").fill("http_request");
  await dialog.getByLabel("Input schema").fill('{"type": "object",');
  await expect(dialog.getByRole("button", { name: "Create tool" })).toBeDisabled();
  await dialog.getByLabel("Input schema").fill('{"type": "object", "properties": {"id": {"type": "texts"}}}');
  await dialog.getByRole("button", { name: "Create tool" }).click();
  await expect(dialog.getByText("is the name of a tool of the hub's own")).toBeVisible();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create tool" }).click();
  await expect(dialog.getByText("Not a valid JSON Schema")).toBeVisible();
  await expectNoFaults(page, "new tool");
  await dialog
    .getByLabel("Input schema")
    .fill('{"type": "object", "properties": {"id": {"type": "string"}}}');
  await dialog.getByRole("button", { name: "Create tool" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await page.getByLabel("Implementation guide").fill("GET https://api.example.com/orders/{id}");
  await page.getByRole("button", { name: "Save tool" }).click();
  await expect(page.getByText("Tool saved")).toBeVisible();
  await expectNoFaults(page, "a tool");
  await keepScreenshot(page, "tool");
  await page.reload();
  await expect(page.getByLabel("Implementation guide")).toHaveValue(
    "GET https://api.example.com/orders/{id}",
  );
  await openPage(page, "/tools");
  await expect(page.getByRole("link", { name })).toBeVisible();
});

test("an MCP server is added, signed in to by OAuth, filtered and given to a persona that may not use one of its tools", async ({
  page,
}) => {
  const { id } = await createPersona(hub);
  await openPage(page, "/tools/servers");
  await page.getByRole("button", { name: "New MCP server" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New MCP server" });
  await dialog.getByLabel("Name").fill("shop");
  await dialog.getByLabel("URL").fill(shop.url);
  await dialog.getByLabel("Sign-in").selectOption("oauth");
  await dialog.getByRole("button", { name: "Add server" }).click();
  await expect(page.getByText("Not signed in")).toBeVisible();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  await expect(page.getByText("9 tools, read")).toBeVisible();
  await awaitLive(page);
  await page.getByLabel("Tools offered").fill("list_*\ndelete_order");
  await page.getByRole("button", { name: "Save server" }).click();
  await expect(page.getByText("2 of 9 tools, read")).toBeVisible();
  await expectNoFaults(page, "an MCP server");
  await keepScreenshot(page, "mcp-server");
  await openPage(page, `/personas/${id}/tools`);
  await page.getByLabel("Give a server").selectOption("shop");
  const row = item(page, "mcp__shop__delete_order");
  await expect(row.getByRole("button", { name: "Ask" })).toHaveAttribute("aria-pressed", "true");
  await row.getByRole("button", { name: "Deny" }).click();
  await expect(row.getByRole("button", { name: "Deny" })).toHaveAttribute("aria-pressed", "true");
  await expectNoFaults(page, "a persona's tools");
  await keepScreenshot(page, "persona-tools");
  await expect(async () => {
    const { policies } = await ask<{ policies: object }>(hub, "GET", `/api/personas/${id}/tool-policies`);
    expect(policies).toEqual({ mcp__shop__delete_order: "deny" });
  }).toPass();
  await page.getByRole("button", { name: "Take the server shop away" }).click();
  await expect(row).toHaveCount(0);
});

test("an MCP server that fails says why, on a narrow screen too", async ({ page }) => {
  await openPage(page, "/tools/servers?new=true");
  const dialog = page.getByRole("dialog", { name: "New MCP server" });
  await dialog.getByLabel("Name").fill("frail");
  await dialog.getByLabel("URL").fill(shop.url);
  await dialog.getByRole("button", { name: "Add server" }).click();
  await expect(page.getByText("Failing")).toBeVisible();
  await expect(page.getByText("wants a sign-in: a bearer token, or OAuth")).toBeVisible();
  await page.setViewportSize({ width: 360, height: 760 });
  await expectNoFaults(page, "an MCP server that fails");
  await keepScreenshot(page, "mcp-server-narrow");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
