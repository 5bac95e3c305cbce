import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor, type Redactor, redactDeep } from "@/server/redact";

/** Brackets are left out: the mark has them, so that one beside a mark could make up a value that was not there. */
const secret = fc.oneof(
  fc.string({ minLength: 6, maxLength: 40, unit: "binary" }).map(withoutBrackets),
  fc.string({ minLength: 6, maxLength: 40, unit: "grapheme-ascii" }).map(withoutBrackets),
  fc.base64String({ minLength: 8, maxLength: 60 }),
  fc
    .array(fc.string({ minLength: 6, maxLength: 20 }), { minLength: 2, maxLength: 4 })
    .map((lines) => withoutBrackets(lines.join("\n"))),
);
const secrets = fc.array(
  secret.filter((value) => value.trim().length >= 6),
  { minLength: 1, maxLength: 8 },
);

const encodings: Record<string, (value: string) => string> = {
  plain: (value) => value,
  json: (value) => JSON.stringify(value).slice(1, -1),
  "json in ASCII": (value) =>
    JSON.stringify(value)
      .slice(1, -1)
      .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "json with slashes escaped": (value) => JSON.stringify(value).slice(1, -1).replaceAll("/", "\\/"),
  "json in json": (value) => JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1),
  url: (value) => encodeURIComponent(value.toWellFormed()),
  "url in lower case": (value) =>
    encodeURIComponent(value.toWellFormed()).replace(/%../g, (code) => code.toLowerCase()),
  form: (value) => new URLSearchParams({ v: value }).toString().slice(2),
};

describe("createRedactor", () => {
  test.each(Object.entries(encodings))("finds a value %s, however it is cut", (_name, encode) => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.infiniteStream(fc.nat(12)), (values, around, sizes) => {
        const redactor = createRedactor(values);
        const text = values.map((value) => `${withoutBrackets(around)}${encode(value)}`).join(" ");
        const whole = redactor.redact(text);
        for (const value of values) expect(whole).not.toContain(encode(value));
        expect(stream(redactor, text, sizes)).toBe(whole);
      }),
    );
  });

  test("finds the core of base64 at every offset, in both alphabets", () => {
    fc.assert(
      fc.property(
        secrets,
        fc.uint8Array({ maxLength: 7 }),
        fc.uint8Array({ maxLength: 7 }),
        fc.constantFrom("base64" as const, "base64url" as const),
        fc.infiniteStream(fc.nat(12)),
        (values, before, after, alphabet, sizes) => {
          const redactor = createRedactor(values);
          for (const value of values) {
            const text = Buffer.concat([before, Buffer.from(value), after]).toString(alphabet);
            const whole = redactor.redact(text);
            expect(whole).toContain("[REDACTED]");
            expect(hasLeak(whole, before.length, after.length)).toBe(false);
            expect(stream(redactor, text, sizes)).toBe(whole);
          }
        },
      ),
    );
  });

  test("leaves innocent text as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.infiniteStream(fc.nat(9)), (text, sizes) => {
        const redactor = createRedactor(["\u{10ffff}never-there", randomBytes(24).toString("hex")]);
        expect(redactor.redact(text)).toBe(text);
        expect(stream(redactor, text, sizes)).toBe(text);
      }),
    );
  });

  test("finds each line of a multi-line value, but not the armour of a PEM file", () => {
    const lines = [1, 2, 3].map(() => randomBytes(30).toString("base64"));
    const pem = ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\r\n");
    const { redact } = createRedactor([pem]);
    for (const line of lines) expect(redact(`> ${line}!`)).toBe("> [REDACTED]!");
    expect(redact("-----BEGIN PRIVATE KEY-----")).toBe("-----BEGIN PRIVATE KEY-----");
    expect(redact(`a ${pem}b`)).toBe("a [REDACTED]b");
  });

  test("takes values that overlap away together", () => {
    expect(createRedactor(["abcdef", "defghi"]).redact("-abcdefghi-")).toBe("-[REDACTED]-");
  });

  test("prefers the longer of two values with one beginning, also when it comes late", () => {
    const redactor = createRedactor(["abcdef", "abcdefghi"]);
    const open = redactor.stream();
    expect([open.write("x abcdef"), open.write("gh"), open.write("i y"), open.end()]).toEqual([
      "x ",
      "",
      "[REDACTED] y",
      "",
    ]);
  });

  test("holds nothing back that cannot be the beginning of a value", () => {
    const open = createRedactor(["s3cret-value"]).stream();
    expect(open.write("the s3")).toBe("the ");
    expect(open.write("t")).toBe("s3t");
    expect(open.write("all at once")).toBe("all at once");
    expect(open.write("s3cret-valu")).toBe("");
    expect(open.end()).toBe("s3cret-valu");
  });

  test("leaves values shorter than six characters", () => {
    const { redact } = createRedactor(["abcde", "", "  a  b  "]);
    expect(redact("abcde a  b")).toBe("abcde a  b");
  });

  test("leaves its own mark when a value is a part of it", () => {
    expect(createRedactor(["REDACTED"]).redact("[REDACTED]")).toBe("[REDACTED]");
  });
});

test("redactDeep goes through JSON, names of fields too", () => {
  const redactor = createRedactor(["s3cret-value"]);
  const at = new Date();
  expect(redactDeep(redactor, { a: ["x s3cret-value", 1, null], "s3cret-value": { b: true }, at })).toEqual({
    a: ["x [REDACTED]", 1, null],
    "[REDACTED]": { b: true },
    at,
  });
});

function withoutBrackets(text: string): string {
  return text.replace(/[[\]]/g, "-");
}

/** Writes the text in pieces of the given sizes. */
function stream(redactor: Redactor, text: string, sizes: Iterable<number>): string {
  const open = redactor.stream();
  const next = sizes[Symbol.iterator]();
  let out = "";
  for (let at = 0; at < text.length; ) {
    const size = next.next().value ?? 1;
    out += open.write(text.slice(at, at + size));
    at += size;
  }
  return out + open.end();
}

/** Whether more is left of base64 text than the other bytes in it and the groups of three they share with the value. */
function hasLeak(left: string, before: number, after: number): boolean {
  const [start = "", ...rest] = left.replaceAll("=", "").split("[REDACTED]");
  const most = (bytes: number) => Math.ceil((bytes * 8) / 6);
  return start.length > most(before) || (rest.at(-1) ?? "").length > most(after) + 1;
}
