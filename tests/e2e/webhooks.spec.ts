import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { ask, type Reply, send } from "@/tests/support/api";
import { makePush, sendGitlab } from "@/tests/support/webhook";

/** A real push of GitHub's, for a repository of the caller's own. */
function makeGithubPush(repository: string): string {
  const text = readFileSync("tests/fixtures/github/push.json", "utf8");
  return text.replaceAll("acme/atlas", repository);
}

function sendGithub(body: string, secret: string, guid: string = randomUUID()): Promise<Reply> {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = {
    "Content-Type": "application/json",
    "X-GitHub-Event": "push",
    "X-GitHub-Delivery": guid,
    "X-Hub-Signature-256": `sha256=${signature}`,
  };
  return send(hub, "POST", "/api/hooks/github", { body, headers, key: null });
}

test("a receiver gets a secret; what is signed with it arrives, what is not stands in the log", async ({
  page,
}) => {
  const repository = `acme/${uniqueWord("atlas")}`;
  const persona = await createPersona(hub);
  await subscribe(hub, persona, { eventType: "github_push", sourceFilter: repository });
  await openPage(page, "/webhooks/receivers");
  await page.getByRole("button", { name: "New secret for GitHub" }).click();
  const dialog = page.getByRole("dialog", { name: "New secret for GitHub" });
  await dialog.getByLabel("The secret before").selectOption({ label: "Ends at once" });
  await dialog.getByRole("button", { name: "Make new secret" }).click();
  const block = page.getByRole("group", { name: "GitHub secret" });
  await expect(block).toBeVisible();
  const secret = ((await block.textContent()) ?? "").trim();
  await page.reload();
  await expect(page.getByRole("list", { name: "Secrets of GitHub" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  expect((await sendGithub(makeGithubPush(repository), "a-wrong-secret-of-some-length")).status).toBe(401);
  expect((await sendGithub(makeGithubPush(repository), secret)).status).toBe(201);
  await page.getByRole("navigation", { name: "Webhooks" }).getByRole("link", { name: "Deliveries" }).click();
  await page.getByRole("searchbox", { name: "Find deliveries" }).fill(repository);
  const rows = page.getByRole("table", { name: "Deliveries" }).locator("tbody tr");
  await expect(rows).toHaveCount(2);
  await page.getByLabel("Status").selectOption("rejected");
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/status=rejected/);
  await expect(rows.getByText("Wrong signature")).toBeVisible();
  await page.getByLabel("Status").selectOption("accepted");
  await expect(rows.getByText("github_push")).toBeVisible();
  await rows.first().getByRole("link").click();
  await expect(page).toHaveURL(/\/webhooks\/deliveries\/dlv_/);
  await expect(page.getByText("refs/heads/main").first()).toBeVisible();

  await page.getByRole("button", { name: "Resend" }).click();
  await page.getByRole("button", { name: "Resend delivery" }).click();
  await expect(page).toHaveURL(/\/events\/evt_/);
  await expect(page.getByText("Delivered").first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: persona.name }).first()).toBeVisible();
});

test("a rejected delivery is let in by a person, and says so", async ({ page }) => {
  const path = uniqueWord("team");
  const persona = await createPersona(hub);
  await subscribe(hub, persona, { eventType: "gitlab_push", sourceFilter: path });
  expect((await sendGitlab(hub, makePush(path), { "X-Gitlab-Token": "of-somebody-else" }, null)).status).toBe(
    401,
  );
  await openPage(page, `/webhooks?q=${path}`);
  const rows = page.getByRole("table", { name: "Deliveries" }).locator("tbody tr");
  await rows.first().getByRole("link").click();
  await expect(page.getByText("This X-Gitlab-Token is not valid.")).toBeVisible();
  const delivery = page.url();
  await page.getByRole("button", { name: "Let in" }).click();
  const dialog = page.getByRole("dialog", { name: "Let this delivery in?" });
  await expect(dialog).toContainText("Nobody vouches");
  await dialog.getByRole("button", { name: "Let delivery in" }).click();
  await expect(page).toHaveURL(/\/events\/evt_/);
  await expect(page.getByText("Delivered").first()).toBeVisible();
  await page.goto(delivery);
  await expect(page.getByText("Let in by Owner.")).toBeVisible();
  await expect(page.getByText("Accepted").first()).toBeVisible();
});

test("a webhook at GitHub is added, switched off and forgotten", async ({ page }) => {
  const owner = `acme/${uniqueWord("atlas")}`;
  await openPage(page, "/webhooks/receivers");
  await page.getByLabel("Repository or organization").fill("not a repository");
  await page.getByLabel("Webhook number").fill("42");
  await page.getByRole("button", { name: "Add webhook" }).click();
  await expect(page.getByText("owner/repository, or an organization")).toBeVisible();
  await page.getByLabel("Repository or organization").fill(owner);
  await page.getByRole("button", { name: "Add webhook" }).click();
  const checking = page.getByRole("switch", { name: `Checking webhook 42 of ${owner}` });
  await expect(checking).toBeChecked();
  await checking.click();
  await expect(checking).not.toBeChecked();
  await page.getByRole("button", { name: `Forget webhook 42 of ${owner}` }).click();
  const dialog = page.getByRole("dialog", { name: `Forget webhook 42 of ${owner}?` });
  await dialog.getByRole("button", { name: "Forget webhook" }).click();
  await expect(checking).toHaveCount(0);
});

test("the pages are free of faults in both themes and fit a narrow screen", async ({ browser, session }) => {
  const path = uniqueWord("team");
  await sendGitlab(hub, makePush(path), { "X-Gitlab-Event": "Push Hook" });
  await sendGitlab(hub, makePush(path), {}, null);
  const rows = await ask<{ id: string; status: string }[]>(hub, "GET", `/api/deliveries?search=${path}`);
  const details = rows.map(({ id }) => `/webhooks/deliveries/${id}`);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      const viewport = { width, height: 800 };
      const context = await browser.newContext({
        baseURL: hub.url,
        storageState: session,
        colorScheme,
        viewport,
      });
      const page = await context.newPage();
      for (const place of ["/webhooks", "/webhooks/receivers", ...details])
        await look(page, place, colorScheme, width);
      await context.close();
    }
  }
});

async function look(page: Page, place: string, theme: string, width: number): Promise<void> {
  await page.goto(place);
  await expect(page.locator("h1").first()).toBeVisible();
  await expectNoFaults(page, `${place} ${theme} ${width}`);
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang, `${place} at ${width}`).toBeLessThanOrEqual(0);
  const name = place
    .replace(/dlv_.*/, "one")
    .slice(1)
    .replaceAll("/", "-");
  await keepScreenshot(page, `${name}-${theme}-${width}`);
}
