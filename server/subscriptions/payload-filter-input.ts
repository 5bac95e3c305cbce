import { z } from "zod";
import { parseOrUndefined } from "@/server/json-text";
import { readPayloadFilter } from "@/server/subscriptions/payload-filter";

const mostBytes = 16 * 1024;

/** Not a zod record: that would drop a path called __proto__, and the filter would let more through. */
const object = z
  .custom<object>((value) => typeof value === "object" && value !== null, "Expected JSON, or JSON as text")
  .meta({
    type: "object",
    description: [
      'Dot-path → array of matchers: a literal, {"prefix": text}, {"suffix": text}, {"anything-but": literal or list},',
      '{"numeric": [">=", 5, "<", 10]} with = > >= < <=, {"exists": boolean}. Every path has to match, by one of its matchers.',
      "A path goes through arrays: any of the first 100 elements may match, a number picks one. A dot within a name is",
      "written \\. and values are compared as they are, without conversion. In a payload that is no JSON no path exists.",
      "At most 100 paths of 10 names, 100 matchers each, 16 KB.",
    ].join(" "),
  });

/**
 * A filter on payloads, taken as JSON or as its text and kept as text without white space. An empty one is
 * none. Every problem is an issue of its own, named by path.
 */
export const payloadFilterInput = z
  .union([z.string(), object], "Expected JSON, or JSON as text")
  .transform((value, context): string | null => {
    const json = typeof value === "string" ? parseOrUndefined(value) : value;
    const { filter, problems } = readPayloadFilter(json);
    const text = JSON.stringify(json) ?? "";
    if (json === undefined) problems.splice(0, Infinity, "Not valid JSON");
    if (Buffer.byteLength(text) > mostBytes) problems.push(`At most ${mostBytes / 1024} KB`);
    for (const message of problems) context.addIssue({ code: "custom", message });
    return problems.length > 0 || filter.length === 0 ? null : text;
  })
  .nullable();
