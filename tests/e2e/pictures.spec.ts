import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { releaseNoteEnd, releaseNoteStart } from "@/tests/e2e/answers";
import { connectClaude, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { setPace } from "@/tests/e2e/pace";
import { publish } from "@/tests/factories/event";
import { createPersona } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { ask } from "@/tests/support/api";

/** What the README shows: `execution.png` and `now.png` in public/screenshots are copies of these. */
test.use({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
test.beforeAll(({ session }) => connectClaude({ session }));

test("the page of a completed execution", async ({ page }) => {
  await preferModel("claude-sonnet-5-5");
  setPace("slow");
  await pushTo("acme/atlas");
  await openRunning(page, "Release Scribe");
  const output = page.getByRole("group", { name: "Output" });
  await expect(output).toContainText(releaseNoteStart);
  setPace("quick");
  await expect(output).toContainText(releaseNoteEnd);
  await expect(page.getByText("Completed").first()).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 0));
  await output.evaluate((element) => element.scrollTo(0, 0));
  await expect(page.getByText("2 252 tokens".replace(" ", "\u202f"))).toBeVisible();
  await keepScreenshot(page, "execution");
});

test("the page of what happens now", async ({ page }) => {
  const reviewer = await createPersona(hub, {
    name: "Merge Reviewer",
    description: "Reads merge requests and says what a second pair of eyes would.",
    runtime: "hub",
    maxConcurrent: 1,
  });
  await subscribe(hub, reviewer, { eventType: "gitlab_mr" });
  const triage = await createPersona(hub, {
    name: "Incident Triage",
    description: "Sorts alerts by what they mean for customers.",
    runtime: "hub",
  });
  await subscribe(hub, triage, { eventType: "alert.fired" });
  setPace("slow");
  await pushTo("acme/atlas");
  await publish(hub, { eventType: "gitlab_mr", sourceType: "gitlab", sourceId: "acme/billing" });
  await publish(hub, { eventType: "gitlab_mr", sourceType: "gitlab", sourceId: "acme/atlas" });
  await publish(hub, { eventType: "alert.fired", sourceType: "webhook", sourceId: "checkout/latency" });
  await publish(hub, { eventType: "deploy.finished", sourceType: "webhook", sourceId: "acme/atlas" });
  await openPage(page, "/");
  for (const name of ["Release Scribe", "Merge Reviewer", "Incident Triage"])
    await expect(page.getByRole("main").getByText(name).first()).toBeVisible();
  await expect(page.getByText("deploy.finished")).toBeVisible();
  await expect(page.getByText("Waits for a slot")).toBeVisible();
  // They have been at it for a while.
  const running = page.getByRole("region", { name: "Running" });
  await expect(running.getByText(/^([3-9]|\d\d) s$/).first()).toBeVisible();
  await keepScreenshot(page, "now");
});

async function preferModel(model: string): Promise<void> {
  const modelProfile = JSON.stringify({ model });
  await ask(hub, "POST", "/api/personas", { id: "release-scribe", runtime: "hub", modelProfile });
}

/** The example push, come from another project. */
async function pushTo(project: string): Promise<void> {
  const push = JSON.parse(readFileSync("public/examples/gitlab-push.json", "utf8")) as object & {
    project: object;
  };
  const payload = {
    ...push,
    project: { ...push.project, name: "Atlas", path_with_namespace: project },
  };
  await ask(hub, "POST", "/api/gitlab/webhook", payload);
}

async function openRunning(page: Page, name: string): Promise<void> {
  await openPage(page, "/executions");
  await page.getByRole("row", { name: "Running" }).getByRole("link", { name, exact: true }).first().click();
}
