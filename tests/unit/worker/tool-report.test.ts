import { expect, test } from "vitest";
import { countForRequest, createToolReport, type ToolEntry } from "@/scripts/worker/tool-report";
import { createRedactor } from "@/server/redact";

function startReport(...secrets: string[]) {
  const entries: ToolEntry[] = [];
  return { entries, tools: createToolReport(createRedactor(secrets), (entry) => entries.push(entry)) };
}
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test("a call is told once, and its result when the call is known, without secrets", () => {
  const { entries, tools } = startReport("hush-hush-hush");
  for (let time = 1; time <= 2; time++) tools.begin("t1", "Bash\n", { command: "echo hush-hush-hush" });
  tools.begin("", "Bash", {});
  tools.begin("not an id", "Bash", {});
  tools.end("t1", "hush-hush-hush", true);
  tools.end("t2", "of nothing", false);
  expect(entries).toEqual([
    {
      call: {
        callId: "t1",
        name: "Bash ",
        input: '{"command":"echo [REDACTED]"}',
        isCut: false,
        at: expect.any(String),
      },
    },
    {
      result: {
        callId: "t1",
        output: "[REDACTED]",
        isCut: false,
        isError: true,
        durationMs: expect.any(Number),
      },
    },
  ]);
});

test.each([
  ["letters", "x".repeat(500_000), 200_000],
  ["what is six times as long in JSON", "\u0001".repeat(200_000), 66_000],
  ["what takes four bytes", "\u{1f600}".repeat(150_000), 190_000],
])("a result of %s is cut to what a request may hold", (_name, output, least) => {
  const { entries, tools } = startReport();
  tools.begin("t1", "Read", undefined);
  tools.end("t1", output, false);
  const result = entries[1] && "result" in entries[1] ? entries[1].result : null;
  expect(result?.isCut).toBe(true);
  expect(result?.output.length).toBeGreaterThanOrEqual(least);
  expect(result?.output.isWellFormed()).toBe(true);
  expect(sizeOf(entries[1])).toBeLessThan(401_000);
});

test("as many go into a request as fit, and one at least", () => {
  const { entries, tools } = startReport();
  const addCall = (id: string, output: string) => {
    tools.begin(id, "Bash", {});
    tools.end(id, output, false);
  };
  addCall("long", "x".repeat(200_000));
  addCall("longer", "y".repeat(200_000));
  expect(countForRequest(entries)).toBe(3);
  expect(countForRequest(entries.slice(3))).toBe(1);
  for (let index = 0; index < 200; index++) addCall(`short-${index}`, "ok");
  expect(countForRequest(entries.slice(4))).toBe(100);
  expect(countForRequest([])).toBe(0);
});
