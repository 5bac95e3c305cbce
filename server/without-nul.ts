/**
 * A text, or any JSON, without the NUL characters that Postgres takes in no text. What is written out as the six
 * characters of its escape stays.
 */
export function withoutNul<Value>(value: Value): Value;
export function withoutNul(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\u0000", "");
  if (Array.isArray(value)) return value.map((each) => withoutNul(each));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [withoutNul(name), withoutNul(each)]),
  );
}
