import { expect, type Page } from "@playwright/test";
import { createId } from "@/lib/ids";
import { expectNoFaults } from "@/tests/e2e/accessibility";
import { hub, keepScreenshot, openPage, test } from "@/tests/e2e/hub";
import { execute } from "@/tests/factories/execution";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { query } from "@/tests/support/query";

const longResult = Array.from({ length: 4_000 }, (_, line) => `line ${line} of the result`).join("\n");

/** An execution's row with the columns given, and what follows from them. Returns its id. */
async function insertExecution(personaId: string, columns: Record<string, unknown> = {}): Promise<string> {
  const id = createId("execution");
  const given = { persona_id: personaId, persona_name: "Tracer", timeout_ms: 600_000, ...columns };
  // It was asked for when it began.
  const row = { id, created_at: columns.started_at ?? new Date(), ...given };
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`);
  await query(
    hub,
    `INSERT INTO execution (${names.join(", ")}) VALUES (${places.join(", ")})`,
    Object.values(row),
  );
  await query(
    hub,
    `INSERT INTO execution_prompt (execution_id, system, "user") VALUES ($1, 'Be brief.', 'Go.')`,
    [id],
  );
  return id;
}

/** A finished turn that ended so many seconds after the execution began. */
function insertTurn(executionId: string, turn: number, second: number): Promise<unknown> {
  return query(
    hub,
    `INSERT INTO execution_turn (execution_id, turn, model, content, stop_reason, input_tokens, output_tokens, cache_read_tokens,
       cache_write_5m_tokens, cache_write_1h_tokens, cost_usd, duration_ms, created_at)
     SELECT $1, $2, 'claude-sonnet-5-5', $3, 'tool_use', 100, 40, 900, 0, 0, 0.0009, 1900, started_at + $4 * interval '1 second'
     FROM execution WHERE id = $1`,
    [executionId, turn, JSON.stringify([{ type: "text", text: `I am in turn ${turn}.` }]), second],
  );
}

/** A tool call; a finished one took 220 ms. Returns its id. */
async function insertCall(
  executionId: string,
  turn: number,
  name: string,
  { status = "completed", output = "found", input = '{"url":"https://example.com"}' } = {},
): Promise<string> {
  const id = createId("toolCall");
  await query(
    hub,
    `INSERT INTO execution_tool_call (id, execution_id, turn, position, call_id, name, source, effect, policy, status, input, output,
       output_bytes, started_at, completed_at)
     SELECT $1, t.execution_id, t.turn, (SELECT count(*) FROM execution_tool_call c WHERE c.execution_id = $2 AND c.turn = $3),
       'toolu_' || $1::text, $4, 'builtin', 'read', 'allow', $5, $6, CASE WHEN $5 = 'completed' THEN left($7, 1000) END,
       length($7), t.created_at, CASE WHEN $5 = 'completed' THEN t.created_at + interval '220 milliseconds' END
     FROM execution_turn t WHERE t.execution_id = $2 AND t.turn = $3`,
    [id, executionId, turn, name, status, input, output],
  );
  if (output.length > 1_000)
    await query(hub, "INSERT INTO tool_blob (tool_call_id, text) VALUES ($1, $2)", [id, output]);
  return id;
}

async function insertEnded(personaId: string): Promise<string> {
  const id = await insertExecution(personaId, {
    status: "completed",
    started_at: new Date(Date.now() - 60_000),
    completed_at: new Date(Date.now() - 50_000),
    duration_ms: 10_000,
    input_data: '{"request":"Look it up."}',
    output_data: "It is found.",
    accomplished: false,
    outcome_summary: "One page was missing.",
    outcome_blockers: '["No access to the wiki"]',
    execution_flows: '[{"step":"Read the page","status":"done"}]',
    input_tokens: 200,
    output_tokens: 80,
    cache_read_tokens: 1800,
    cost_usd: 0.0018,
  });
  await query(
    hub,
    "INSERT INTO execution_output (execution_id, seq, turn, attempt, kind, text) VALUES ($1, 1, 2, 0, 'text', 'It is found.')",
    [id],
  );
  await insertTurn(id, 1, 2);
  await insertCall(id, 1, "library_search");
  await insertCall(id, 1, "http_request", { output: longResult });
  await insertTurn(id, 2, 6);
  return id;
}

const tree = (page: Page) => page.getByRole("tree", { name: "Trace" });
const items = (page: Page) => tree(page).getByRole("treeitem");

test("a trace is walked by keyboard; each step shows what went in, what came out and what it took", async ({
  page,
}) => {
  const { id: personaId } = await createPersona(hub);
  const id = await insertEnded(personaId);
  await openPage(page, `/executions/${id}`);
  await expect(items(page)).toHaveCount(5);
  await expect(items(page)).toContainText(["prompt", "turn 1", "library_search", "http_request", "turn 2"]);
  await expect(items(page).nth(2)).toContainText("220 ms");
  await expect(page.getByText("90 % of the prompts came from the cache, which saved $0.003")).toBeVisible();
  await expectNoFaults(page, "trace");
  await keepScreenshot(page, "trace");

  await items(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(items(page).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(items(page)).toHaveCount(3);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("tabpanel");
  await expect(panel.getByRole("group", { name: "arguments" })).toContainText("https://example.com");
  await expect(panel.getByRole("group", { name: "result" })).toContainText("line 0 of the result");
  await expect(panel.getByRole("group", { name: "result" })).not.toContainText("line 3999");
  await expect(async () => {
    const more = panel.getByRole("button", { name: "Show more" });
    if (await more.isEnabled({ timeout: 500 }).catch(() => false)) await more.click({ timeout: 500 });
    await expect(panel.getByRole("group", { name: "result" })).toContainText("line 3999 of the result", {
      timeout: 500,
    });
  }).toPass();
  await expectNoFaults(page, "tool call");
  await keepScreenshot(page, "trace-tool-call");
  await page.reload();
  await expect(items(page).nth(3)).toHaveAttribute("aria-selected", "true");

  await items(page).nth(4).click();
  await expect(panel.getByRole("group", { name: "text of the turn" })).toContainText("I am in turn 2.");
  await panel.getByRole("button", { name: "Back to the output" }).click();
  await expect(page.getByRole("group", { name: "Output" })).toContainText("It is found.");
  await items(page).first().click();
  await expect(page.getByRole("group", { name: "system prompt" })).toContainText("Be brief.");

  await expect(page.getByText("Not accomplished")).toBeVisible();
  await expect(page.getByText("No access to the wiki")).toBeVisible();
  await expect(page.getByText("Read the page")).toBeVisible();
});

test("on a narrow screen trace, output and facts take turns", async ({ page }) => {
  const { id: personaId } = await createPersona(hub);
  const id = await insertEnded(personaId);
  await page.setViewportSize({ width: 360, height: 760 });
  await openPage(page, `/executions/${id}`);
  await page.getByRole("tab", { name: "Trace" }).click();
  await expect(items(page)).toHaveCount(5);
  await expectNoFaults(page, "narrow trace");
  await items(page).nth(2).click();
  await expect(page.getByRole("group", { name: "arguments" })).toBeVisible();
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
  await keepScreenshot(page, "narrow-trace");
  await page.getByRole("tab", { name: "Facts" }).click();
  await expect(page.getByRole("tabpanel").getByText("Saved $0.003")).toBeVisible();
});

test("a running execution grows its trace, and the page Now says which tool it uses", async ({ page }) => {
  const { id: personaId } = await createPersona(hub);
  const id = await insertExecution(personaId, {
    status: "running",
    started_at: new Date(),
    called_at: new Date(),
  });
  try {
    await openPage(page, `/executions/${id}`);
    await expect(items(page)).toContainText(["prompt", "turn 1, thinking"]);
    await insertTurn(id, 1, 1);
    const call = await insertCall(id, 1, "wiki_lookup", { status: "started" });
    await expect(items(page)).toContainText(["prompt", "turn 1", "wiki_lookup"]);
    await openPage(page, "/");
    await expect(page.getByText("Using wiki_lookup")).toBeVisible();
    await openPage(page, `/executions/${id}`);
    await query(
      hub,
      "UPDATE execution_tool_call SET status = 'completed', output = 'ok', completed_at = now() WHERE id = $1",
      [call],
    );
    await expect(items(page).last()).toContainText("turn 2, reading the results");
    await query(hub, "UPDATE persona SET max_budget_usd = 0.5 WHERE id = $1", [personaId]);
    await query(
      hub,
      "UPDATE execution SET waiting_for = 'budget', status = 'queued', called_at = NULL, cost_usd = 1 WHERE id = $1",
      [id],
    );
    await expect(page.getByRole("link", { name: "Raise budget" })).toHaveAttribute(
      "href",
      `/personas/${personaId}/settings`,
    );
    await expectNoFaults(page, "waiting for budget");
  } finally {
    await query(
      hub,
      "UPDATE execution SET status = 'cancelled', waiting_for = NULL, updated_at = now() WHERE id = $1",
      [id],
    );
  }
});

test("an execution is run again with another input and laid beside the first", async ({ page }) => {
  const persona = await createPersona(hub);
  const [before, changed] = [uniqueWord("before"), uniqueWord("changed")];
  const first = await execute(hub, { personaId: persona.id, prompt: `Say ${before}.` });
  await openPage(page, `/executions/${first}`);
  await page.getByRole("button", { name: "Change and run…" }).click();
  const dialog = page.getByRole("dialog", { name: `Run ${persona.name} again` });
  await dialog.getByLabel("Input").fill("{");
  await expect(dialog.getByText("Not valid JSON")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Run again" })).toBeDisabled();
  await expectNoFaults(page, "change and run");
  await dialog.getByLabel("Input").fill(JSON.stringify({ request: `Say ${changed}.` }));
  await dialog.getByRole("button", { name: "Run again" }).click();
  await expect(page.getByText("a re-run of")).toBeVisible();
  await page.getByRole("link", { name: "Compare with the first" }).click();
  await expect(page.getByRole("heading", { name: "Compare executions" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Figures" })).toContainText("Duration");
  await expect(page.getByRole("group", { name: "Input of the first" }).locator("del")).toContainText(before);
  await expect(page.getByRole("group", { name: "Input of the second" }).locator("ins")).toContainText(
    changed,
  );
  await expect(
    page
      .getByRole("group", { name: "Output of the second" })
      .locator("ins")
      .filter({ hasText: changed })
      .first(),
  ).toBeVisible();
  await expectNoFaults(page, "compare");
  await keepScreenshot(page, "compare");
  await page.setViewportSize({ width: 360, height: 760 });
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang).toBeLessThanOrEqual(0);
});

test("a persona's head says what it spent of its budget", async ({ page }) => {
  const { id } = await createPersona(hub, { monthlyBudgetUsd: 10 });
  await query(
    hub,
    `INSERT INTO budget_period (persona_id, period, spent_usd, reached_at) VALUES ($1, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'), 9.9, now())`,
    [id],
  );
  await openPage(page, `/personas/${id}`);
  await expect(page.getByText("$9.90 of $10.00 spent this month")).toBeVisible();
  await expect(page.getByText("Budget reached")).toBeVisible();
  await expectNoFaults(page, "persona's budget");
  await openPage(page, "/");
  await expect(page.getByText("Of this month's budgets")).toBeVisible();
});
