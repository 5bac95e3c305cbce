import fc from "fast-check";

export type NaiveFilter = { names: string[]; matchers: unknown[] }[];

const name = fc.constantFrom("a", "b", "0", "1", "a.b", "back\\slash", "__proto__", "constructor", "length");
const text = fc.constantFrom("", "a", "ab", "abc", "b", "0", "1", "true", "null");
const number = fc.constantFrom(-1, 0, 1, 2, 2.5, 1e3);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));

/** Small, so that paths and values often meet. Built from text, as a payload is, so that __proto__ is a key. */
export const payload = fc
  .letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      scalar,
      fc.array(tie("node"), { maxLength: 3 }),
      fc.array(fc.tuple(name, tie("node")), { maxLength: 3 }).map(toObject),
    ),
  }))
  .node.map((node) => JSON.parse(JSON.stringify(node)) as unknown);

const operator = fc.constantFrom("=", ">", ">=", "<", "<=");
const matcher = fc.oneof(
  scalar,
  text.map((prefix) => ({ prefix })),
  text.map((suffix) => ({ suffix })),
  fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 4 })).map((but) => ({ "anything-but": but })),
  fc
    .array(fc.tuple(operator, number), { minLength: 1, maxLength: 2 })
    .map((pairs) => ({ numeric: pairs.flat() })),
  fc.boolean().map((exists) => ({ exists })),
);

export const filter: fc.Arbitrary<NaiveFilter> = fc.uniqueArray(
  fc.record({
    names: fc.array(name, { minLength: 1, maxLength: 4 }),
    matchers: fc.array(matcher, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3, selector: ({ names }) => JSON.stringify(names) },
);

/** The filter as a caller sends it. */
export function writeFilter(conditions: NaiveFilter): string {
  const parts = conditions.map(({ names, matchers }) => {
    const path = names.map((each) => each.replaceAll("\\", "\\\\").replaceAll(".", "\\.")).join(".");
    return `${JSON.stringify(path)}:${JSON.stringify(matchers)}`;
  });
  return `{${parts.join(",")}}`;
}

function toObject(entries: [string, unknown][]): object {
  const object = {};
  for (const [key, value] of entries)
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
}
