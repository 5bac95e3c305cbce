import { expect, type Page } from "@playwright/test";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { ask } from "@/tests/support/api";

/** Lets a verb do its work but keeps the page waiting for the answer. Returns what hands the answer over. */
async function holdAnswer(page: Page, verb: string): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(`**/api/trpc/${verb}?*`, async (route) => {
    const response = await route.fetch();
    await gate.promise;
    await route.fulfill({ response });
  });
  return gate.resolve;
}

async function createEndpoint(): Promise<string> {
  const fields = { url: "https://example.com/hooks", noticeTypes: ["event.failed"] };
  return (await ask<{ id: string }>(hub, "POST", "/api/endpoints", fields)).id;
}

test("fields that nobody touched follow a change made elsewhere", async ({ page }) => {
  const id = await createEndpoint();
  await openPage(page, `/webhooks/endpoints/${id}`);
  const description = page.getByLabel("Description");
  const save = page.getByRole("button", { name: "Save endpoint" });
  await expect(save).toBeDisabled();
  await ask(hub, "PUT", `/api/endpoints/${id}`, { description: "Pages the team" });
  await expect(description).toHaveValue("Pages the team");
  await expect(save).toBeDisabled();

  await page.getByLabel("URL").fill("https://example.com/other");
  await ask(hub, "PUT", `/api/endpoints/${id}`, { description: "Pages nobody" });
  await expect(description).toHaveValue("Pages nobody");
  await save.click();
  await expect(page.getByText("Endpoint saved")).toBeVisible();
  await expect(save).toBeDisabled();
  expect(await ask(hub, "GET", `/api/endpoints/${id}`)).toMatchObject({
    url: "https://example.com/other",
    description: "Pages nobody",
  });
  await ask(hub, "DELETE", `/api/endpoints/${id}`);
});

test("what is typed while a form is saved stays, and waits to be saved", async ({ page }) => {
  const id = await createEndpoint();
  await openPage(page, `/webhooks/endpoints/${id}`);
  const answer = await holdAnswer(page, "endpoints.update");
  const description = page.getByLabel("Description");
  await description.fill("Pages the team");
  await page.getByRole("button", { name: "Save endpoint" }).click();
  await expect(page.getByRole("button", { name: "Saving…" })).toBeVisible();
  await description.fill("Pages the team at night");
  answer();
  await expect(page.getByText("Endpoint saved")).toBeVisible();
  await expect(description).toHaveValue("Pages the team at night");
  await page.getByRole("button", { name: "Save endpoint" }).click();
  await expect(page.getByRole("button", { name: "Save endpoint" })).toBeDisabled();
  expect(await ask(hub, "GET", `/api/endpoints/${id}`)).toMatchObject({
    description: "Pages the team at night",
  });
  await ask(hub, "DELETE", `/api/endpoints/${id}`);
});
