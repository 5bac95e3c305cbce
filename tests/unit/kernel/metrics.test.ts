import { expect, test } from "vitest";
import { writeMetrics } from "@/server/metrics";

test("writes name, help, type and samples in Prometheus's text format", () => {
  const text = writeMetrics([
    { name: "depth", help: "How deep", type: "gauge", samples: [{ value: 3 }] },
    {
      name: "took_ms",
      help: "How long",
      type: "summary",
      samples: [
        { value: 1.5, suffix: "_sum" },
        { value: 2, suffix: "_count" },
      ],
    },
    { name: "none", help: "Left out", type: "gauge", samples: [] },
  ]);
  expect(text).toBe(
    "# HELP depth How deep\n# TYPE depth gauge\ndepth 3\n# HELP took_ms How long\n# TYPE took_ms summary\ntook_ms_sum 1.5\ntook_ms_count 2\n",
  );
});

test("escapes what would end a label or a line", () => {
  const samples = [{ value: 1, labels: { name: 'a"b\\c\nd' } }];
  const text = writeMetrics([{ name: "x", help: "one\ntwo \\ three", type: "counter", samples }]);
  expect(text).toBe('# HELP x one\\ntwo \\\\ three\n# TYPE x counter\nx{name="a\\"b\\\\c\\nd"} 1\n');
});
