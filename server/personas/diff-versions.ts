import { structuredPatch } from "diff";
import { parseOrUndefined } from "@/server/json-text";
import type { VersionContent, VersionDiff } from "@/server/personas/schema";

/** Fields that are shown line by line. */
const texts: ReadonlySet<string> = new Set([
  "description",
  "systemPrompt",
  "structuredPrompt",
  "modelProfile",
  "permissionPolicy",
  "networkPolicy",
  "designContext",
]);
const contextLines = 3;
/** Two texts that have hardly a line in common are not compared for longer (milliseconds). */
const timeout = 500;

/** What differs between two versions, field by field; texts as the hunks of a unified diff. */
export function diffVersions(from: VersionContent, to: VersionContent): VersionDiff["fields"] {
  const fields = Object.keys(from) as (keyof VersionContent)[];
  return fields.flatMap((field) => {
    const [before, after] = [from[field], to[field]];
    if (before === after) return [];
    return [{ field, before, after, hunks: texts.has(field) ? diffTexts(before, after) : null }];
  });
}

type Hunk = NonNullable<VersionDiff["fields"][number]["hunks"]>[number];

function diffTexts(before: unknown, after: unknown): Hunk[] {
  const [old, fresh] = [toLines(before), toLines(after)];
  const patch = structuredPatch("", "", old, fresh, "", "", { context: contextLines, timeout });
  if (!patch) return [replaceAll(old, fresh)];
  return patch.hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart,
    newStart,
    lines: lines.filter((line) => !line.startsWith("\\")),
  }));
}

function replaceAll(old: string, fresh: string): Hunk {
  const mark = (text: string, sign: string) =>
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => sign + line);
  return { oldStart: 1, newStart: 1, lines: [...mark(old, "-"), ...mark(fresh, "+")] };
}

/** JSON is laid out one value a line, its texts with their own lines, so that a change of a word shows as one. */
function toLines(value: unknown): string {
  if (typeof value !== "string" || value === "") return "";
  const parsed = parseOrUndefined(value);
  const text = parsed !== null && typeof parsed === "object" ? layOut(parsed, "") : value;
  return text.endsWith("\n") ? text : `${text}\n`;
}

function layOut(value: object, indent: string): string {
  return Object.entries(value)
    .map(([key, item]: [string, unknown]) => {
      const deeper = `${indent}  `;
      if (item !== null && typeof item === "object") return `${indent}${key}:\n${layOut(item, deeper)}`;
      if (typeof item !== "string") return `${indent}${key}: ${JSON.stringify(item)}`;
      if (!item.includes("\n")) return `${indent}${key}: ${item}`;
      return `${indent}${key}:\n${item
        .split("\n")
        .map((line) => deeper + line)
        .join("\n")}`;
    })
    .join("\n");
}
