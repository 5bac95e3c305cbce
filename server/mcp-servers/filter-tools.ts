/** Whether a server's filter offers a tool: by name, or by a pattern in which * stands for any characters. */
export function isOffered(name: string, filter: readonly string[] | null): boolean {
  return filter === null || filter.some((pattern) => matches(name, pattern));
}

/** The pieces between the stars are looked for one after the other; no regular expression, whose time could explode. */
function matches(name: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let place = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, place);
    if (found < 0) return false;
    place = found + piece.length;
  }
  return name.length - last.length >= place && name.endsWith(last);
}
