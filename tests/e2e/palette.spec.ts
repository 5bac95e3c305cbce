import { expect } from "@playwright/test";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { execute } from "@/tests/factories/execution";
import { createPersona } from "@/tests/factories/persona";

test("the palette finds a persona and opens it, by keyboard alone", async ({ page }) => {
  const persona = await createPersona(hub);
  await openPage(page, "/");
  await page.keyboard.press("ControlOrMeta+k");
  const field = page.getByRole("dialog", { name: "Find or do" }).getByRole("combobox");
  await expect(field).toBeFocused();
  await field.pressSequentially(persona.name);
  const found = page.getByRole("option", { name: persona.name, exact: true });
  await expect(found).toBeVisible();
  for (let press = 0; press < 5 && (await found.getAttribute("aria-selected")) !== "true"; press++)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/personas/${persona.id}$`));
  await expect(page.getByRole("heading", { name: persona.name, exact: true })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the palette runs a persona and finds an execution", async ({ page }) => {
  const persona = await createPersona(hub);
  const id = await execute(hub, { personaId: persona.id, prompt: "Be found." });
  await openPage(page, "/events");
  await page.getByRole("button", { name: "Find or do (Ctrl K)" }).click();
  await page.getByRole("dialog", { name: "Find or do" }).getByRole("combobox").fill(id);
  await expect(page.getByRole("option", { name: new RegExp(id) })).toBeVisible();
  await expect(page.getByText("Nothing here is called")).toBeHidden();
  await page.getByRole("option", { name: new RegExp(id) }).click();
  await expect(page).toHaveURL(new RegExp(`/executions/${id}$`));
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("dialog", { name: "Find or do" }).getByRole("combobox").fill(`run ${persona.name}`);
  await page.getByRole("option", { name: `Run ${persona.name}…` }).click();
  await expect(page.getByRole("dialog", { name: `Run ${persona.name}` })).toBeVisible();
});

test("what the hub alone finds is chosen once it has come, and never what an earlier text found", async ({
  page,
}) => {
  const persona = await createPersona(hub);
  const first = await execute(hub, { personaId: persona.id, prompt: "Be found first." });
  const second = await execute(hub, { personaId: persona.id, prompt: "Be found second." });
  await openPage(page, "/");
  await page.keyboard.press("ControlOrMeta+k");
  const field = page.getByRole("dialog", { name: "Find or do" }).getByRole("combobox");
  const line = (id: string) => page.getByRole("option", { name: new RegExp(id) });
  await field.fill(first);
  await expect(line(first)).toHaveAttribute("aria-selected", "true");
  const gate = Promise.withResolvers<void>();
  await page.route(/\/api\/trpc\/[^?]*executions\.list/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  await field.fill(second);
  await expect(line(first)).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Enter");
  gate.resolve();
  await expect(line(second)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/executions/${second}$`));
});

test("the palette says when nothing is found; Escape closes it and gives the focus back", async ({
  page,
}) => {
  await openPage(page, "/");
  const opener = page.getByRole("button", { name: "Find or do (Ctrl K)" });
  await opener.click();
  await page.getByRole("dialog", { name: "Find or do" }).getByRole("combobox").fill("zzzznothing");
  await expect(page.getByText("Nothing here is called “zzzznothing”.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(opener).toBeFocused();
});
