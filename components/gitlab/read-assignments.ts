/** Reads `NAME=value`, one a line; blank lines are passed over. `problem` names the first line that is none. */
export function readAssignments(text: string): { variables: Record<string, string>; problem: string | null } {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const read = lines.map((line) => /^\s*([A-Za-z0-9_]{1,255})=(.*)$/.exec(line));
  const wrong = read.indexOf(null);
  const variables = Object.fromEntries(read.flatMap((match) => (match ? [[match[1], match[2]]] : [])));
  return {
    variables,
    problem: wrong < 0 ? null : `“${lines[wrong]?.trim()}” is not of the form NAME=value`,
  };
}
