import { z } from "zod";

/** Tabs and line breaks aside, no control characters: they break terminals, logs and prompts alike. */
const controlCharacters = /\p{Cc}/u;

/** Text of at most `most` characters without control characters. */
export function plainText(most: number) {
  return z
    .string()
    .max(most, `At most ${most.toLocaleString("en")} characters`)
    .refine(
      (text) => !controlCharacters.test(text.replace(/[\t\n\r]/g, "")),
      "Control characters are not allowed",
    );
}

/** A field of the contract that holds JSON as text: taken as text or as JSON, kept and returned as text. */
export function jsonText(mostBytes: number) {
  return z
    .union(
      [z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())],
      "Expected JSON, or JSON as text",
    )
    .transform((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .refine((text) => !text.includes("\u0000"), "NUL characters are not allowed")
    .refine((text) => Buffer.byteLength(text) <= mostBytes, `At most ${Math.round(mostBytes / 1024)} KB`);
}

/** Like `jsonText`, and the JSON must be an object of this shape. */
export function typedJsonText<Shape extends z.ZodType>(mostBytes: number, shape: Shape) {
  return jsonText(mostBytes).superRefine((text, context) => {
    const parsed = parseOrUndefined(text);
    if (parsed === undefined) return context.addIssue({ code: "custom", message: "Not valid JSON" });
    const issue = shape.safeParse(parsed).error?.issues[0];
    if (issue) context.addIssue({ code: "custom", message: `${issue.path.join(".")}: ${issue.message}` });
  });
}

/** The JSON in `text`, or undefined when it is absent or malformed. */
export function parseOrUndefined(text: string | null | undefined): unknown {
  if (text === null || text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
