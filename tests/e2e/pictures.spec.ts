import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { releaseNoteEnd, releaseNoteStart } from "@/tests/e2e/answers";
import { connectClaude, hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { setPace } from "@/tests/e2e/pace";
import { publish, publishAndMatch } from "@/tests/factories/event";
import { createPersona } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { ask } from "@/tests/support/api";
import { awaitExecution, awaitExecutionsOf } from "@/tests/support/settle";
import { readGitlabFixture } from "@/tests/support/webhook";

/** What the README shows: the pictures in public/screenshots are copies of these. */
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

test("the page of events, one opened beside the list; and the lanes", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const planner = await createPersona(hub, { name: "Sprint Planner" });
  const notifier = await createPersona(hub, { name: "Release Notifier" });
  await subscribe(hub, planner, { eventType: "gitlab_issue" });
  await subscribe(hub, notifier, { eventType: "gitlab_tag" });
  for (const name of ["issue", "tag-push", "pipeline", "note-commit", "merge-request", "push"])
    await ask(hub, "POST", "/api/gitlab/webhook", JSON.parse(readGitlabFixture(`${name}.json`)));
  const issue = await publishAndMatch(hub, {
    eventType: "gitlab_issue",
    sourceType: "gitlab",
    sourceId: "acme/atlas",
    payload: readGitlabFixture("issue.json"),
  });
  const [execution] = await awaitExecutionsOf(hub, issue.id);
  await awaitExecution(hub, execution?.id ?? "");
  await openPage(page, `/events?event=${issue.id}`);
  const pane = page.getByRole("complementary", { name: "Event" });
  await expect(pane.getByRole("list", { name: "What became of it" })).toContainText("Dispatched to");
  await expect(pane.getByText("object_kind")).toBeVisible();
  await keepScreenshot(page, "events");

  await openPage(page, "/events/lanes?window=15m");
  await expect(
    page.getByRole("figure").getByRole("link", { name: "Sprint Planner", exact: true }),
  ).toBeVisible();
  await keepScreenshot(page, "lanes");
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
