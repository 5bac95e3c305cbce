import { expect, type Page } from "@playwright/test";
import { awaitLive, holdAnswer, hub, openPage, test } from "@/tests/e2e/hub";
import { createPersona } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";

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

/** Opens a page whose scripts are on their way. Returns what lets them come and waits until it answers. */
async function openEarly(page: Page, path: string): Promise<() => Promise<void>> {
  const scripts = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  return async () => {
    scripts.resolve();
    await awaitLive(page);
  };
}

test("what is typed before the page answers stays, and can be saved", async ({ page }) => {
  const id = await createEndpoint();
  const arrive = await openEarly(page, `/webhooks/endpoints/${id}`);
  await page.getByLabel("URL").fill("https://example.com/early");
  await page.getByLabel("Description").fill("Typed early");
  await arrive();
  await page.getByRole("button", { name: "Save endpoint" }).click();
  await expect(page.getByText("Endpoint saved")).toBeVisible();
  expect(await ask(hub, "GET", `/api/endpoints/${id}`)).toMatchObject({
    url: "https://example.com/early",
    description: "Typed early",
  });
  await ask(hub, "DELETE", `/api/endpoints/${id}`);
});

test("a text is written on before the page answers, and can be saved", async ({ page }) => {
  const { id } = await createPersona(hub, { systemPrompt: "You read." });
  const arrive = await openEarly(page, `/personas/${id}`);
  const editor = page.getByLabel("What it is and does");
  await editor.fill("You read. You write.");
  await arrive();
  await expect(editor).toHaveValue("You read. You write.");
  await page.getByRole("button", { name: "Save and make live" }).click();
  await expect(page.getByRole("region", { name: "System" })).toContainText("You read. You write.");
});

test("several fields of one value are written before the page answers, and the caret stays", async ({
  page,
}) => {
  const { id } = await createPersona(hub, {
    structuredPrompt: JSON.stringify({ instructions: "You read." }),
  });
  const arrive = await openEarly(page, `/personas/${id}`);
  await page.getByRole("textbox", { name: "Identity" }).fill("A reader");
  const instructions = page.getByRole("textbox", { name: "Instructions" });
  await instructions.press("ControlOrMeta+End");
  await instructions.press("ArrowLeft");
  await page.keyboard.type(" and a book");
  for (let press = 0; press < " a book".length; press++) await instructions.press("ArrowLeft");
  await arrive();
  await expect(instructions).toHaveValue("You read and a book.");
  await page.keyboard.type(" write");
  await expect(instructions).toHaveValue("You read and write a book.");
  await expect(page.getByRole("textbox", { name: "Identity" })).toHaveValue("A reader");
  await page.getByRole("button", { name: "Save and make live" }).click();
  await expect(page.getByRole("region", { name: "System" })).toContainText("You read and write a book.");
  await expect(page.getByRole("region", { name: "System" })).toContainText("A reader");
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

test("what is typed while a prompt is saved stays, whether it becomes a draft or live", async ({ page }) => {
  const { id } = await createPersona(hub, { systemPrompt: "You read." });
  await openPage(page, `/personas/${id}`);
  const editor = page.getByLabel("What it is and does");
  let answer = await holdAnswer(page, "personas.save");
  await editor.fill("You read. You write.");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await editor.fill("You read. You write. You count.");
  answer();
  await expect(page.getByText("You see version 2; runs use version 1.")).toBeVisible();
  await expect(editor).toHaveValue("You read. You write. You count.");

  await page.unrouteAll();
  answer = await holdAnswer(page, "personas.save");
  await page.getByRole("button", { name: "Save and make live" }).click();
  await editor.fill("You read. You write. You count. You sing.");
  answer();
  await expect(page).not.toHaveURL(/version=/);
  await expect(editor).toHaveValue("You read. You write. You count. You sing.");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(editor).toHaveValue("You read. You write. You count.");
});

test("the text in an editor stays while somebody else makes another version live, and its own again", async ({
  page,
}) => {
  const { id } = await createPersona(hub, { systemPrompt: "You read." });
  await createPersona(hub, { id, systemPrompt: "You skim.", draft: true });
  await openPage(page, `/personas/${id}?version=1`);
  const editor = page.getByLabel("What it is and does");
  await editor.fill("You read. You write.");
  const notice = page.getByText("You see version 1; runs use version 2.");
  await ask(hub, "POST", `/api/personas/${id}/versions/2/live`);
  await expect(notice).toBeVisible();
  await expect(editor).toHaveValue("You read. You write.");
  await ask(hub, "POST", `/api/personas/${id}/versions/1/live`);
  await expect(notice).toBeHidden();
  await expect(editor).toHaveValue("You read. You write.");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(editor).toHaveValue("You read.");
});

test("text stays in its form while the other form of the prompt is stored elsewhere, and can be saved", async ({
  page,
}) => {
  const { id } = await createPersona(hub, { systemPrompt: "You read." });
  await openPage(page, `/personas/${id}`);
  const editor = page.getByLabel("What it is and does");
  await editor.fill("You write.");
  const read = page.waitForResponse(
    async (response) => /personas\.get/.test(response.url()) && (await response.text()).includes("I read."),
  );
  await createPersona(hub, { id, structuredPrompt: JSON.stringify({ identity: "I read." }) });
  await read;
  await expect(editor).toHaveValue("You write.");
  await page.getByRole("button", { name: "Save and make live" }).click();
  await expect(page.getByRole("button", { name: "Save and make live" })).toBeDisabled();
  await expect(editor).toHaveValue("You write.");
  const stored = await ask<object>(hub, "GET", `/api/personas/${id}`);
  expect(stored).toMatchObject({ systemPrompt: "You write.", structuredPrompt: null });
});

test("a draft whose saving ends on another persona's page leaves that page as it is", async ({ page }) => {
  const left = await createPersona(hub, { systemPrompt: "You read." });
  const opened = await createPersona(hub, { systemPrompt: "You write." });
  await openPage(page, "/personas");
  await page.getByRole("link", { name: left.name, exact: true }).click();
  const editor = page.getByLabel("What it is and does");
  await expect(editor).toHaveValue("You read.");
  const answer = await holdAnswer(page, "personas.save");
  await editor.fill("You read. You count.");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByRole("button", { name: "Saving…" })).toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: opened.name, exact: true }).click();
  await expect(editor).toHaveValue("You write.");
  const saved = page.waitForResponse("**/api/trpc/personas.save?*");
  answer();
  await saved;
  await editor.fill("You write well.");
  const save = page.getByRole("button", { name: "Save and make live" });
  await save.click();
  await expect(save).toBeDisabled();
  await expect(page.getByRole("button", { name: "Discard changes" })).toBeHidden();
  await expect(editor).toHaveValue("You write well.");
  await expect(page).not.toHaveURL(/version=/);
});
