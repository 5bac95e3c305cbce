/**
 * A row as SQL names it, as Prisma names it: `lease_number` becomes `leaseNumber`. For statements that read what Prisma
 * would need several for. `dates` are the keys whose values stand in it as text, as in a row that came as JSON.
 */
export function toModelRow<Model extends object>(
  row: Record<string, unknown>,
  dates: readonly (keyof Model & string)[] = [],
): Model {
  const model = Object.fromEntries(Object.entries(row).map(([key, value]) => [toCamelCase(key), value]));
  for (const key of dates) if (typeof model[key] === "string") model[key] = new Date(model[key]);
  return model as Model;
}

const known = new Map<string, string>();

function toCamelCase(key: string): string {
  const made = known.get(key) ?? key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  known.set(key, made);
  return made;
}
