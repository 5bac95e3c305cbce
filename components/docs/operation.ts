export type SchemaShape = {
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  default?: unknown;
  properties?: Record<string, SchemaShape>;
  required?: string[];
  items?: SchemaShape;
  anyOf?: SchemaShape[];
};

/** One verb as the API documents show it. */
export type DocumentedOperation = {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string | null;
  isOpen: boolean;
  parameters: { name: string; in: string; required: boolean; schema: SchemaShape }[];
  body: SchemaShape | null;
  replies: { status: string; description: string; schema: SchemaShape | null }[];
};

/** A schema in one word or two: `string`, `integer`, `"queued" | "running"`, `array of object`. */
export function describeType(schema: SchemaShape): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return [...new Set(schema.anyOf.map(describeType))].join(" | ");
  if (schema.type === "array") return `array of ${schema.items ? describeType(schema.items) : "anything"}`;
  if (Array.isArray(schema.type)) return schema.type.join(" | ");
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? "anything");
}

/** What else a field must keep to: lengths, ranges, its default. */
export function describeLimits(schema: SchemaShape): string {
  const limits = [
    schema.maxLength === undefined ? null : `at most ${schema.maxLength} characters`,
    schema.minimum === undefined || schema.minimum < -1e9 ? null : `from ${schema.minimum}`,
    schema.maximum === undefined || schema.maximum > 1e9 ? null : `to ${schema.maximum}`,
    schema.default === undefined ? null : `default ${JSON.stringify(schema.default)}`,
  ];
  return limits.filter((limit) => limit !== null).join(", ");
}
