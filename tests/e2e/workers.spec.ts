import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { execute } from "@/tests/factories/execution";
import { createPersona } from "@/tests/factories/persona";
import { ask } from "@/tests/support/api";
import { startWorkerProcess, type WorkerProcess } from "@/tests/support/worker-process";

/** The page asks again every half a minute, and the persona takes its time. */
const patienceMs = 80_000;
let worker: WorkerProcess | undefined;
test.afterEach(async () => {
  await worker?.dispose();
  worker = undefined;
  for (const { id } of await ask<{ id: string }[]>(hub, "GET", "/api/workers"))
    await ask(hub, "DELETE", `/api/workers/${id}`);
});

/** A worker of the hub under test, on this machine. */
async function connect(): Promise<WorkerProcess> {
  const secrets = readFileSync(join(process.env.E2E_DATA_DIR ?? "", "secrets.json"), "utf8");
  const { WORKER_TOKEN } = JSON.parse(secrets) as { WORKER_TOKEN: string };
  const address = { url: hub.url, workerToken: WORKER_TOKEN };
  worker = await startWorkerProcess(address, {
    args: ["--name", "build-box", "--labels", "gpu", "--slots", "2"],
  });
  return worker;
}

test("a worker is started by the command the page shows, runs a persona, is drained and removed", async ({
  page,
}) => {
  test.slow();
  await openPage(page, "/workers");
  await expect(page.getByText("No worker has connected yet")).toBeVisible();
  await expect(page.getByText(`npm run worker -- --hub ${new URL(page.url()).origin}`)).toBeVisible();
  await expectNoFaults(page, "no workers");
  const persona = await createPersona(hub, {
    runtime: "worker",
    systemPrompt: 'CLI: say "Hello from the worker."\nCLI: tool Bash\nCLI: sleep 20000',
  });
  const executionId = await execute(hub, { prompt: "Greet us.", personaId: persona.id });
  await openPage(page, "/");
  await expect(page.getByText("An execution waits for a worker")).toBeVisible({ timeout: patienceMs });

  await connect();
  await openPage(page, `/executions/${executionId}`);
  await expect(page.getByText("Hello from the worker.").last()).toBeVisible();
  await openPage(page, "/workers");
  const row = page.getByRole("table", { name: "Workers" }).locator("tbody tr");
  await expect(row).toContainText("Executing");
  await expect(row).toContainText(persona.name);
  await keepScreenshot(page, "workers");
  await page.getByRole("link", { name: "build-box" }).click();
  await expect(page.getByRole("heading", { name: "build-box" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Doing now" })).toContainText("Lease holds");
  await expectNoFaults(page, "a worker");
  await page.getByRole("button", { name: "Drain" }).click();
  await expect(page.getByText("Draining")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("region", { name: "Doing now" })).toContainText("Nothing at the moment", {
    timeout: patienceMs,
  });
  await expect(page.getByText("Idle")).toBeVisible();
  await page.getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove the worker build-box?" });
  await dialog.getByRole("button", { name: "Remove worker" }).click();
  await expect(page.getByText("No worker has connected yet")).toBeVisible();
  expect(await worker?.ended).toBe(0);
});
