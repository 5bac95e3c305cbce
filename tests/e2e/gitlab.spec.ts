import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { askAsOwner, hub, keepScreenshot, openPage, type Session, test } from "@/tests/e2e/hub";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { type GitlabApi, startGitlabApi } from "@/tests/support/gitlab-api";

let api: GitlabApi;
test.beforeEach(async () => {
  api = await startGitlabApi();
});
test.afterEach(async () => {
  await ask(hub, "DELETE", "/api/gitlab/connection");
  await api.stop();
});

const rows = (page: Page, name: string) => page.getByRole("table", { name }).locator("tbody tr");
/** As the owner: where GitLab is, is no key's to choose. */
const connect = (session: Session) =>
  askAsOwner(session, "POST", "/api/trpc/gitlab.connect", { token: api.token, baseUrl: api.url });

/** A persona with a credential whose one field can be masked. */
async function makePersona(): Promise<{ id: string; name: string; secret: string }> {
  const { id, name } = await createPersona(hub, { systemPrompt: "You write release notes." });
  const secret = uniqueWord("secret");
  const credential = await ask<{ id: string }>(hub, "POST", "/api/credentials", {
    name: uniqueWord("Vault"),
    serviceType: "test",
    data: { token: secret },
  });
  await ask(hub, "POST", `/api/personas/${id}/credentials`, { credentialId: credential.id });
  return { id, name, secret };
}

test("GitLab is connected by a token that is tried first, shows projects and is disconnected", async ({
  page,
}) => {
  for (const path of ["acme/atlas", "acme/billing", "tools/site"]) api.addProject(path);
  await openPage(page, "/gitlab");
  await page.getByLabel("Address").fill(api.url);
  await page.getByLabel("Personal access token").fill("glpat-nobodys");
  await page.getByRole("button", { name: "Connect GitLab" }).click();
  await expect(page.getByText("GitLab does not take the token")).toBeVisible();
  await expectNoFaults(page, "connect GitLab");
  await keepScreenshot(page, "gitlab-connect");
  await page.getByLabel("Personal access token").fill(api.token);
  await page.getByRole("button", { name: "Connect GitLab" }).click();
  await expect(rows(page, "Projects")).toHaveCount(3);
  await expect(page.getByText(/^Connected to .* as @ada/)).toBeVisible();
  expect(await page.content()).not.toContain(api.token);
  await page.getByRole("searchbox").fill("acme");
  await expect(rows(page, "Projects")).toHaveCount(2);
  await expect(page).toHaveURL(/q=acme/);
  await expectNoFaults(page, "projects");
  await keepScreenshot(page, "gitlab-projects");
  await page.getByRole("searchbox").fill("nothing");
  await expect(page.getByText("No projects match these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).not.toHaveURL(/q=/);
  api.revokeTokens(true);
  await page.reload();
  await expect(page.getByText("Projects could not be loaded")).toBeVisible();
  api.revokeTokens(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(rows(page, "Projects")).toHaveCount(3);
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByRole("button", { name: "Connect GitLab" })).toBeVisible();
});

test("a persona is deployed with a variable, checked, deployed again, revoked and undeployed", async ({
  page,
  session,
}) => {
  const project = api.addProject("acme/atlas");
  const persona = await makePersona();
  await connect(session);
  await openPage(page, `/gitlab/${project.id}`);
  await expect(page.getByText("Nothing was deployed here yet")).toBeVisible();
  await page.getByRole("button", { name: "Deploy persona" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Persona").selectOption({ label: persona.name });
  await dialog.getByRole("checkbox", { name: /_TOKEN$/ }).check();
  await expect(dialog.getByText("Their values leave the hub")).toBeVisible();
  await dialog.getByText("What GitLab gets").click();
  await expect(dialog.getByText("You write release notes.")).toBeVisible();
  await expectNoFaults(page, "deploy to GitLab");
  await keepScreenshot(page, "gitlab-deploy");
  await dialog.getByRole("button", { name: "Deploy persona" }).click();
  await expect(page.getByRole("dialog", { name: `${persona.name} is deployed` })).toBeVisible();
  await expect(dialog.getByText("created, masked")).toBeVisible();
  expect(project.agents).toHaveLength(1);
  expect([...project.variables.values()][0]).toMatchObject({ value: persona.secret, masked: true });
  await expectNoFaults(page, "deployed");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(rows(page, "Deployments").first()).toContainText("Active");
  await expect(page.getByRole("list", { name: "Duo agents" })).toContainText("From this hub");

  project.agents.length = 0;
  await rows(page, "Deployments").getByRole("link", { name: persona.name }).click();
  await expect(page).toHaveURL(/deployment=gld_/);
  await dialog.getByRole("button", { name: "Check in GitLab" }).click();
  await expect(dialog.getByText("GitLab no longer has this agent.")).toBeVisible();
  await expectNoFaults(page, "a deployment in GitLab");
  await keepScreenshot(page, "gitlab-deployment");
  api.hasAgents(false);
  await dialog.getByRole("button", { name: "Deploy again" }).click();
  await expect(rows(page, "Deployments")).toHaveCount(2);
  await expect(rows(page, "Deployments").first()).toContainText("In AGENTS.md");
  await expect(rows(page, "Deployments").last()).toContainText("Undeployed");
  expect(project.files.get("AGENTS.md")?.content).toContain("You write release notes.");

  await rows(page, "Deployments").first().getByRole("link").click();
  await dialog.getByRole("button", { name: /^Revoke .*_TOKEN$/ }).click();
  await expect(page.getByText("1 of 1 revoked")).toBeVisible();
  expect(project.variables.size).toBe(0);
  await dialog.getByRole("button", { name: "Send variables" }).click();
  await dialog.getByRole("checkbox", { name: /_TOKEN$/ }).check();
  await dialog.getByRole("button", { name: "Send variables" }).click();
  await expect(dialog.getByText("created, masked")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.getByRole("button", { name: "Undeploy" }).click();
  await page.getByRole("button", { name: "Undeploy persona" }).click();
  await expect(dialog.getByText("Roll back to this")).toBeVisible();
  expect(project.files.size).toBe(0);
  expect(project.variables.size).toBe(0);
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByLabel("Status").selectOption("active");
  await expect(page.getByText("No deployments match these filters.")).toBeVisible();
});

test("a pipeline is started with variables and listed", async ({ page, session }) => {
  const project = api.addProject("acme/atlas");
  await connect(session);
  await openPage(page, `/gitlab/${project.id}`);
  await expect(page.getByText("No pipeline has run yet")).toBeVisible();
  await page.getByRole("button", { name: "Start pipeline" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Branch or tag")).toHaveValue("main");
  await dialog.getByLabel("Variables").fill("STAGE test");
  await expect(dialog.getByText("is not of the form NAME=value")).toBeVisible();
  await dialog.getByLabel("Variables").fill("STAGE=test");
  await expectNoFaults(page, "start a pipeline");
  await dialog.getByRole("button", { name: "Start pipeline" }).click();
  await expect(page.getByText(/Pipeline #\d+ was started/)).toBeVisible();
  await expect(page.getByRole("list", { name: "Pipelines" })).toContainText("Created");
  expect(project.pipelines[0]?.variables).toEqual({ STAGE: "test" });
});

test("a job that calls a persona is chosen and copied, without its secret", async ({
  page,
  context,
  session,
}) => {
  const project = api.addProject("acme/atlas");
  const persona = await makePersona();
  await connect(session);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openPage(page, `/gitlab/${project.id}`);
  await page.getByRole("button", { name: "Show templates" }).click();
  const dialog = page.getByRole("dialog", { name: "CI/CD templates" });
  await dialog.getByLabel("Persona").selectOption({ label: persona.name });
  await expect(page).toHaveURL(new RegExp(`ci=${persona.id}`));
  const description = "Sends every merge request with its diff, so that the persona reviews it.";
  await expect(dialog.getByText(description, { exact: true })).toBeVisible();
  await expect(dialog.getByText("where GitLab's runners do not reach it")).toBeVisible();
  await expectNoFaults(page, "CI/CD templates");
  await keepScreenshot(page, "gitlab-ci-templates");
  await dialog.getByLabel("Template").selectOption({ label: "Release Notes Agent" });
  await dialog.getByRole("button", { name: "Copy job" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`"Release notes by ${persona.name}":`);
  expect(copied).toContain(`/api/webhooks/${persona.id}`);
});

test("without a persona, or without an answer, the templates say so", async ({ page, session }) => {
  const project = api.addProject("acme/atlas");
  await connect(session);
  await openPage(page, `/gitlab/${project.id}?ci=per_none`);
  const dialog = page.getByRole("dialog", { name: "CI/CD templates" });
  await expect(dialog.getByText("The templates could not be loaded")).toBeVisible();
  await dialog.getByLabel("Persona").selectOption({ label: "Choose one" });
  await expect(dialog.getByText("could not be loaded")).toBeHidden();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });

  test("projects, a project and its dialogs fit", async ({ page, session }) => {
    const project = api.addProject(`acme/${"long-".repeat(20)}name`);
    const persona = await makePersona();
    await connect(session);
    const { deployment } = await ask<{ deployment: { id: string } }>(hub, "POST", "/api/gitlab/deployments", {
      projectId: project.id,
      personaId: persona.id,
    });
    const places = [
      "",
      `/${project.id}`,
      `/${project.id}?deploy=${persona.id}`,
      `/${project.id}?deployment=${deployment.id}`,
      `/${project.id}?ci=${persona.id}`,
    ];
    for (const path of places) {
      await openPage(page, `/gitlab${path}`);
      if (path.includes("?")) await expect(page.getByRole("dialog")).toBeVisible();
      await expect(page.getByText(path.includes("?") ? persona.name : project.name).first()).toBeVisible();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      await expectNoFaults(page, path);
    }
    await keepScreenshot(page, "gitlab-phone");
  });
});

test("without an OAuth client the settings say how Claude is connected by sign-in", async ({ page }) => {
  await openPage(page, "/settings?claude=expired");
  await expect(page.getByText("took longer than ten minutes")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in with Claude" })).toBeDisabled();
  await expect(page.getByText(/Set CLAUDE_OAUTH_CLIENT_ID/)).toBeVisible();
});
