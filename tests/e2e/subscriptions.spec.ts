import { expect } from "@playwright/test";
import { hub, openPage, test } from "@/tests/e2e/hub";
import { publish, publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { query } from "@/tests/support/query";

test("a subscription is written against past events, switched off and deleted, and events follow it", async ({
  page,
}) => {
  const eventType = uniqueWord("build");
  const persona = await createPersona(hub);
  for (const [sourceId, ref] of [
    ["acme/atlas", "refs/heads/main"],
    ["acme/atlas", "refs/heads/next"],
    ["other/atlas", "refs/heads/main"],
  ] as const)
    await publishAndMatch(hub, { eventType, sourceId, payload: JSON.stringify({ ref }) });

  await openPage(page, `/personas/${persona.id}/listens-to`);
  await expect(page.getByText("It listens to nothing yet")).toBeVisible();
  await page.getByRole("link", { name: "New subscription" }).first().click();
  await expect(page.getByRole("combobox", { name: "Persona" })).toHaveValue(persona.id);
  const preview = page.getByRole("region", { name: "Match preview" });
  await expect(preview.getByText("Name an event type")).toBeVisible();
  await page.getByLabel("Event type").fill(eventType);
  await expect(preview.getByText(`Would have matched 3 of the last 3 ${eventType} events.`)).toBeVisible();
  await page.getByLabel("Source", { exact: true }).fill("acme/*");
  await expect(preview.getByText("Would have matched 2 of the last 3")).toBeVisible();
  await expect(preview.getByText("The source other/atlas does not begin with acme/")).toBeVisible();

  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByLabel("Path of condition 1").fill("ref");
  await page.getByLabel("Matcher of condition 1").selectOption("begins with");
  await page.getByLabel("Value of condition 1").fill("refs/heads/main");
  await expect(preview.getByText("Would have matched 1 of the last 3")).toBeVisible();
  await expect(preview.getByText('payload.ref is "refs/heads/next", wanted beginning with')).toBeVisible();
  await page.getByRole("button", { name: "JSON" }).click();
  const json = page.getByRole("textbox", { name: "Payload" });
  await expect(json).toHaveValue('{\n  "ref": [{"prefix":"refs/heads/main"}]\n}');
  await json.fill('{"ref": [{"begins": "refs/heads/"}]}');
  await expect(preview.getByRole("alert")).toContainText('Unknown matcher "begins"');
  await json.fill('{"ref": [{"prefix": "refs/heads/"}]}');
  await expect(preview.getByText("Would have matched 2 of the last 3")).toBeVisible();
  await page.getByRole("button", { name: "Form" }).click();
  await expect(page.getByLabel("Value of condition 1")).toHaveValue("refs/heads/");
  await page.getByRole("button", { name: "Create subscription" }).click();

  const isOn = page.getByRole("switch", { name: `Listening to ${eventType}` });
  await expect(isOn).toBeChecked();
  const payload = { ref: "refs/heads/x" };
  const statusOf = async (sourceId: string, given: object = payload) =>
    (await publishAndMatch(hub, { eventType, sourceId, payload: JSON.stringify(given) })).status;
  expect(await statusOf("acme/atlas")).toBe("delivered");
  expect(await statusOf("acme/atlas", { ref: "refs/tags/1" })).toBe("skipped");
  expect(await statusOf("other/atlas")).toBe("skipped");

  const stored = page.waitForResponse((response) => response.url().includes("subscriptions.update"));
  await isOn.click();
  expect((await stored).ok()).toBe(true);
  await expect(isOn).not.toBeChecked();
  expect(await statusOf("acme/atlas")).toBe("skipped");
  await page.reload();
  await expect(isOn).not.toBeChecked();

  await page.getByRole("button", { name: `Delete subscription to ${eventType}` }).click();
  const confirm = page.getByRole("dialog", { name: `Delete the subscription to ${eventType}?` });
  await confirm.getByRole("button", { name: "Delete subscription" }).click();
  await expect(page.getByText("It listens to nothing yet")).toBeVisible();
});

test("a subscription is changed on its own page, and a mistake stays with its field", async ({ page }) => {
  const eventType = uniqueWord("build");
  const persona = await createPersona(hub);
  const { id } = await subscribe(hub, persona, {
    eventType,
    payloadFilter: { size: [{ numeric: [">", 5] }] },
  });
  await openPage(page, `/subscriptions/${id}`);
  await expect(page.getByRole("link", { name: persona.name })).toBeVisible();
  await expect(page.getByLabel("Value of condition 1")).toHaveValue("> 5");
  await expect(page.getByText(`No ${eventType} event has been received yet.`)).toBeVisible();
  await publish(hub, { eventType, payload: '{"size": 8}' });
  await expect(page.getByText(`Would have matched 1 of the last 1 ${eventType} event.`)).toBeVisible();
  await page.getByLabel("Source", { exact: true }).fill("acme/*/ci");
  await page.getByRole("button", { name: "Save subscription" }).click();
  await expect(page.getByText("A * may stand at the end only").first()).toBeVisible();
  await page.getByLabel("Source", { exact: true }).fill("acme/*");
  await page.getByRole("button", { name: "Save subscription" }).click();
  await expect(page.getByText("Subscription saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Source", { exact: true })).toHaveValue("acme/*");
});

test("all subscriptions are listed, filtered by the URL and changed in bulk", async ({ page }) => {
  const word = uniqueWord("bulk");
  const persona = await createPersona(hub);
  for (const name of ["one", "two"]) await subscribe(hub, persona, { eventType: `${word}.${name}` });
  await openPage(page, `/subscriptions?q=${word}`);
  const table = page.getByRole("table", { name: "Subscriptions" });
  await expect(table.getByRole("row")).toHaveCount(3);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Disable 2" }).click();
  await expect(table.getByText("Disabled by")).toHaveCount(2);
  await openPage(page, `/subscriptions?persona=${persona.id}&state=off`);
  await expect(table.getByRole("row")).toHaveCount(3);
  await table.getByRole("checkbox", { name: `Select ${word}.one` }).check();
  await page.getByRole("button", { name: "Delete 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete subscriptions" }).click();
  await expect(table.getByRole("row")).toHaveCount(2);
  await table.getByRole("link", { name: `${word}.two` }).click();
  await expect(page).toHaveURL(/\/subscriptions\/sub_/);
});

test("what the hub disabled says why and is enabled with one click", async ({ page }) => {
  const persona = await createPersona(hub);
  const { id } = await subscribe(hub, persona, { eventType: uniqueWord("loop") });
  await query(
    hub,
    "UPDATE subscription SET enabled = false, disabled_reason = 'It triggered itself 20 times in a minute.', disabled_by = 'Ensemble', disabled_at = now(), updated_at = now() WHERE id = $1",
    [id],
  );
  await openPage(page, `/personas/${persona.id}/listens-to`);
  await expect(
    page.getByText("Disabled by the hub: It triggered itself 20 times in a minute."),
  ).toBeVisible();
  await page.getByRole("button", { name: /Enable the subscription to .* again/ }).click();
  await expect(page.getByRole("switch", { name: /Listening to/ })).toBeChecked();
  await expect(page.getByText("It triggered itself")).toHaveCount(0);
});
