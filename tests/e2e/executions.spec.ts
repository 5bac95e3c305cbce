import { expect, type Page } from "@playwright/test";
import { countedText, countRequest, releaseNoteEnd, releaseNoteStart } from "@/tests/e2e/answers";
import { openCuttableLine } from "@/tests/e2e/cuttable-line";
import { awaitLive, connectClaude, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { setPace } from "@/tests/e2e/pace";
import { execute } from "@/tests/factories/execution";
import { createPersona } from "@/tests/factories/persona";

test.beforeAll(({ session }) => connectClaude({ session }));

test("a persona is run by hand, cancelled from its page, and what it said is kept", async ({ page }) => {
  const persona = await createPersona(hub, { runtime: "hub" });
  setPace("slow");
  await openPage(page, `/personas/${persona.id}`);
  await page.getByRole("button", { name: "Run persona" }).click();
  const dialog = page.getByRole("dialog", { name: `Run ${persona.name}` });
  await dialog.getByLabel("What should it do?").fill("Write the release note.");
  await dialog.getByRole("button", { name: "Run persona" }).click();
  await expect(page).toHaveURL(/\/executions\/exe_/);
  await expect(outputOf(page)).toContainText(releaseNoteStart);

  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(statusOf(page, "Cancelled")).toBeVisible();
  await expect(page.getByRole("button", { name: "Re-run" })).toBeVisible();
  await expect(outputOf(page)).toContainText(releaseNoteStart);
  await page.reload();
  await expect(statusOf(page, "Cancelled")).toBeVisible();
  await expect(outputOf(page)).toContainText(releaseNoteStart);
  await expect(outputOf(page)).not.toContainText(releaseNoteEnd);
});

test("a re-run opens a new execution that says where it comes from", async ({ page }) => {
  const persona = await createPersona(hub, { runtime: "hub" });
  const first = await execute(hub, { personaId: persona.id, prompt: "Write the release note." });
  await openPage(page, `/executions/${first}`);
  await expect(statusOf(page, "Completed")).toBeVisible();
  await page.getByRole("button", { name: "Re-run" }).click();
  await expect(page.getByText("a re-run of")).toBeVisible();
  await expect(page.getByRole("link", { name: first })).toBeVisible();
  await expect(statusOf(page, "Completed")).toBeVisible();
  await expect(outputOf(page)).toContainText(releaseNoteEnd);
  await page.getByRole("link", { name: first }).click();
  await expect(page).toHaveURL(new RegExp(`/executions/${first}$`));
});

test("output streamed over a line that was cut is whole, without a gap or a double", async ({ page }) => {
  const line = await openCuttableLine();
  const persona = await createPersona(hub, { runtime: "hub" });
  setPace("slow");
  const id = await execute(hub, { personaId: persona.id, prompt: countRequest });
  await openPage(page, `${line.url}/executions/${id}`);
  await page.getByRole("button", { name: "Show as written" }).click();
  const written = outputOf(page).locator("pre");
  await expect(written).toContainText("piece 3");

  line.cut();
  await expect(page.getByText("The line dropped; picking up where it was…")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "catching up" })).toBeVisible();
  setPace("quick");
  await awaitCompletion(id);
  await expect(written).not.toContainText("piece 120");

  line.mend();
  await awaitLive(page);
  await expect(statusOf(page, "Completed")).toBeVisible();
  await expect(written).toHaveText(countedText);
  await page.reload();
  await awaitLive(page);
  await page.getByRole("button", { name: "Show as written" }).click();
  await expect(written).toHaveText(countedText);
  await line.close();
});

test("the prompt and the facts of an execution are there to read", async ({ page }) => {
  const persona = await createPersona(hub, { runtime: "hub", systemPrompt: "You weigh every word." });
  const id = await execute(hub, { personaId: persona.id, prompt: "Weigh these." });
  await openPage(page, `/executions/${id}`);
  await page.getByRole("tab", { name: "Prompt" }).click();
  await expect(page.getByRole("group", { name: "system prompt" })).toContainText("You weigh every word.");
  await expect(page.getByRole("group", { name: "user prompt" })).toContainText("Weigh these.");
  await page.setViewportSize({ width: 800, height: 900 });
  await page.getByRole("tab", { name: "Facts" }).click();
  await expect(page.getByRole("tabpanel")).toContainText(id);
  await awaitCompletion(id);
  for (const phase of ["Model", "Total"])
    await expect(
      page.getByRole("tabpanel").getByRole("term").filter({ hasText: phase }).last(),
    ).toBeVisible();
  await page.setViewportSize({ width: 360, height: 740 });
  await keepScreenshot(page, "execution-facts-phone");
});

function outputOf(page: Page) {
  return page.getByRole("group", { name: "Output" });
}

function statusOf(page: Page, word: string) {
  return page.getByRole("main").getByText(word, { exact: true }).first();
}

/** Waits until the hub itself says that it has ended. */
async function awaitCompletion(id: string): Promise<void> {
  await expect
    .poll(async () => {
      const reply = await fetch(`${hub.url}/api/executions/${id}`, {
        headers: { Authorization: `Bearer ${hub.teamKey}` },
      });
      return ((await reply.json()) as { status: string }).status;
    })
    .toBe("completed");
}
