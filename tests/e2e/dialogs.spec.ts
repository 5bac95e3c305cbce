import { expect, type Page } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";

type Opening = { name: string; path: string; open?: (page: Page) => Promise<void> };

const persona = "/personas/release-scribe";
const press = (name: string) => (page: Page) => page.getByRole("button", { name }).first().click();

const dialogs: Opening[] = [
  { name: "publish", path: "/events?publish=true" },
  { name: "run", path: `${persona}?run=true` },
  { name: "new persona", path: "/personas?new=true" },
  { name: "new endpoint", path: "/webhooks/endpoints", open: press("New endpoint") },
  { name: "new tool", path: "/tools?new=true" },
  { name: "new server", path: "/tools/servers?new=true" },
  { name: "new channel", path: "/messages/channels?channel=new" },
  { name: "new memory", path: "/memories", open: press("New memory") },
  { name: "palette", path: "/", open: (page) => page.keyboard.press("ControlOrMeta+k") },
  { name: "confirm", path: `${persona}/settings`, open: press("Delete persona") },
  { name: "refused", path: "/personas?new=true", open: refuse },
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`every dialog is free of accessibility faults, ${colorScheme}`, async ({ browser, session }) => {
    const context = await browser.newContext({ baseURL: hub.url, storageState: session, colorScheme });
    const page = await context.newPage();
    for (const { name, path, open } of dialogs) {
      await openPage(page, path);
      await open?.(page);
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoFaults(page, name);
      await keepScreenshot(page, `${colorScheme}-dialog-${name.replaceAll(" ", "-")}`);
    }
    await context.close();
  });

  test(`the sign-in page is free of accessibility faults, ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({
      baseURL: hub.url,
      storageState: { cookies: [], origins: [] },
      colorScheme,
    });
    const page = await context.newPage();
    for (const path of ["/sign-in", "/sign-in?error=AccessDenied", "/sign-in?token=spent"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "Ensemble" })).toBeVisible();
      await expect(page.getByText("npm run owner-link")).toBeVisible();
      await expectNoFaults(page, path);
    }
    await context.close();
  });
}

test("a dialog fits a narrow screen", async ({ browser, session }) => {
  const viewport = { width: 360, height: 640 };
  const context = await browser.newContext({ baseURL: hub.url, storageState: session, viewport });
  const page = await context.newPage();
  for (const { name, path, open } of dialogs) {
    await openPage(page, path);
    await open?.(page);
    const box = await page.getByRole("dialog").boundingBox();
    expect(box?.x, name).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(viewport.width);
    expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(viewport.height);
  }
  await context.close();
});

async function refuse(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("  ");
  await dialog.getByRole("button", { name: "Create persona" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
}
