/** What stands at a path: whether anything does, and each value, those of arrays one by one. */
export type Reading = { isThere: boolean; values: unknown[] };
export type PayloadReader = (path: { path: string; segments: string[] }) => Reading;

const mostElements = 100;
const mostNodes = 10_000;
const deepestArrays = 10;

/**
 * Reads paths of one payload, each once however many filters ask. A path goes through arrays: a number
 * picks an element, any other name is looked for in every element. Of an array only the first 100 elements
 * are looked at, along a path 10,000 nodes, of arrays within arrays ten levels. `undefined` is a payload
 * that is no JSON: nothing is there.
 */
export function createPayloadReader(payload: unknown): PayloadReader {
  const readings = new Map<string, Reading>();
  return ({ path, segments }) => {
    const known = readings.get(path);
    if (known) return known;
    const reading: Reading = { isThere: false, values: [] };
    if (payload !== undefined) createCollector(segments, reading)(payload, 0, 0);
    readings.set(path, reading);
    return reading;
  };
}

function createCollector(segments: string[], into: Reading) {
  let nodeCount = 0;
  return function collect(node: unknown, at: number, arrayDepth: number): void {
    nodeCount += 1;
    const name = segments[at];
    if (name === undefined) into.isThere = true;
    if (Array.isArray(node)) {
      if (arrayDepth >= deepestArrays) return;
      if (name !== undefined && /^\d+$/.test(name)) {
        const index = Number(name);
        if (index < Math.min(node.length, mostElements)) collect(node[index], at + 1, arrayDepth + 1);
        return;
      }
      for (const element of node.slice(0, mostElements)) {
        if (nodeCount >= mostNodes) return;
        collect(element, at, arrayDepth + 1);
      }
    } else if (name === undefined) into.values.push(node);
    // A payload may well have a key called constructor or __proto__: only its own keys count.
    else if (typeof node === "object" && node !== null && Object.hasOwn(node, name))
      collect((node as Record<string, unknown>)[name], at + 1, arrayDepth);
  };
}
