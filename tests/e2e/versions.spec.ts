import { expect } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { connectClaude, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { createPersona } from "@/tests/factories/persona";

test("a prompt is drafted, compared with the live one, made live and rolled back", async ({ page }) => {
  const persona = await createPersona(hub, { systemPrompt: "You read.\nYou write." });
  await openPage(page, `/personas/${persona.id}`);
  const editor = page.getByLabel("What it is and does");
  await editor.fill("You read.\nYou write well.");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByText("You see version 2; runs use version 1.")).toBeVisible();
  await expect(page.getByRole("region", { name: "System" })).toContainText("You write well.");

  await page.getByRole("link", { name: "Compare the two" }).click();
  const changes = page.getByRole("group", { name: "changes of Prompt" });
  await expect(changes).toContainText("removed: You write.");
  await expect(changes).toContainText("added: You write well.");
  await expectNoFaults(page, "two versions compared");
  await keepScreenshot(page, "versions");
  await page.getByRole("button", { name: "Make version 2 live" }).click();
  await expect(page.getByRole("row", { name: /Version 2 Live/ })).toBeVisible();

  await page.getByRole("link", { name: "Version 1" }).click();
  await page.getByRole("button", { name: "Make version 1 live" }).click();
  await expect(page.getByRole("row", { name: /Version 1 Live/ })).toBeVisible();
  await page.getByRole("navigation", { name: "Persona" }).getByRole("link", { name: "Prompt" }).click();
  await expect(editor).toHaveValue("You read.\nYou write.");
});

test("a draft is discarded", async ({ page }) => {
  const persona = await createPersona(hub, { systemPrompt: "You read." });
  await createPersona(hub, { id: persona.id, systemPrompt: "You skim.", draft: true });
  await openPage(page, `/personas/${persona.id}`);
  await page.getByRole("link", { name: "Go on with the draft" }).click();
  await expect(page.getByLabel("What it is and does")).toHaveValue("You skim.");
  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Discard draft" }).click();
  await expect(page.getByText("Draft 2 was discarded")).toBeVisible();
  await expect(page.getByRole("link", { name: "Version 2" })).toHaveCount(0);
});

test("what stands in a persona's way is said beside its prompt", async ({ page }) => {
  const persona = await createPersona(hub, { systemPrompt: "", maxBudgetUsd: 0 });
  await openPage(page, `/personas/${persona.id}`);
  const check = page.getByRole("region", { name: "Check" });
  await expect(check).toContainText("It has no instructions.");
  await expect(check).toContainText("Its budget for an execution is 0");
  await expectNoFaults(page, "a prompt with issues");
  await keepScreenshot(page, "prompt-issues");
  await page.getByLabel("What it is and does").fill("You read.");
  await page.getByRole("button", { name: "Save and make live" }).click();
  await expect(check).not.toContainText("It has no instructions.");
});

test("a persona is designed from an intention, followed and opened", async ({ page, session }) => {
  await connectClaude({ session });
  await openPage(page, "/personas");
  await page.getByRole("button", { name: "Design personas" }).click();
  const dialog = page.getByRole("dialog", { name: "Design personas" });
  await dialog.getByLabel("What is to be done").fill("Sort new issues by what they are about.");
  await dialog.getByRole("button", { name: "Design", exact: true }).click();
  await expect(dialog.getByRole("heading", { name: "Issue Sorter" })).toBeVisible();
  await expect(dialog).toContainText("The design would listen to events of the type gitlab_issue.");
  await expectNoFaults(page, "a design");
  await keepScreenshot(page, "design");
  await dialog.getByRole("link", { name: "Open persona" }).click();
  await expect(page.getByRole("heading", { name: "Issue Sorter", level: 1 })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Instructions" })).toHaveValue(/choose one label/);
});
