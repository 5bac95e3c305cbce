import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonSchema } from "@/server/tools/held-tool";

const options = { strict: false, validateFormats: false, addUsedSchema: false } as const;
const ajv = { draft7: new Ajv(options), draft2020: new Ajv2020(options) };
const mostKept = 500;
const mostNamed = 5;
/** Fields of an input that are looked at one by one. */
const mostKeys = 1_000;
const compiled = new Map<string, ValidateFunction>();

/** Why a schema cannot be used, or null: it must be an object, hold by its own rules and refer to nothing outside itself. */
export function explainSchema(schema: unknown): string | null {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    return "Expected a JSON Schema, an object";
  try {
    const { engine, own } = chooseEngine(schema as JsonSchema);
    engine.compile(own);
    engine.removeSchema(own);
    return null;
  } catch (error) {
    return `Not a valid JSON Schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * The same of a tool's input, which is an object and must be such as models are told. References are refused: a few lines
 * of them can stand for more checks than there is time for.
 */
export function explainInputSchema(schema: unknown): string | null {
  const problem = explainSchema(schema);
  if (problem) return problem;
  const reference = /"(\$ref|\$dynamicRef|\$recursiveRef)":/.exec(JSON.stringify(schema))?.[1];
  if (reference) return `${reference} is not taken in a tool's schema; write the part out where it is used`;
  const { type = "object", ...rest } = schema as { type?: unknown };
  if (type !== "object") return 'A tool\'s input is an object: the schema needs "type": "object"';
  const combined = ["oneOf", "anyOf", "allOf"].find((word) => word in rest);
  return combined
    ? `${combined} is not understood by models at the root of a schema; use it inside properties`
    : null;
}

/** What is wrong with a tool's input, in words for the model; null when it fits. Throws when the schema cannot be used. */
export function checkAgainst(schema: JsonSchema, input: unknown): string | null {
  const validate = compile(schema);
  if (validate(input)) return null;
  const problems = [...new Set((validate.errors ?? []).map(describeError))];
  const more = problems.length - mostNamed;
  return `${problems.slice(0, mostNamed).join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

/**
 * The same by what a server that nobody vouches for says of its tool: only what costs no more than the input is long is
 * looked at, which is what must be there, of which plain type, out of which choice. The server checks the rest itself.
 */
export function checkShallow(schema: JsonSchema, input: unknown): string | null {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return "input must be an object.";
  const required = Array.isArray(schema.required) ? schema.required.slice(0, mostKeys) : [];
  const missing = required.find((name) => typeof name === "string" && !Object.hasOwn(input, name));
  if (missing !== undefined) return `${String(missing)} is missing.`;
  const properties = (schema.properties ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(input).slice(0, mostKeys)) {
    const wanted = (Object.hasOwn(properties, name) ? properties[name] : null) as Record<
      string,
      unknown
    > | null;
    const { type, enum: choices } = wanted ?? {};
    if (typeof type === "string" && !isOfType(value, type)) return `${name} must be ${type}.`;
    if (Array.isArray(choices) && typeof value !== "object" && !choices.slice(0, mostKeys).includes(value)) {
      const words = choices.slice(0, 20).map((each) => JSON.stringify(each));
      return `${name} must be one of ${words.join(", ")}.`;
    }
  }
  return null;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return ["string", "number", "boolean"].includes(type) ? typeof value === type : true;
}

/** Compiling costs milliseconds, so it is done once for a text. */
function compile(schema: JsonSchema): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known) return known;
  const { engine, own } = chooseEngine(withoutPatterns(schema) as JsonSchema);
  const validate = engine.compile(own);
  if (compiled.size >= mostKept) forgetAll();
  compiled.set(key, validate);
  return validate;
}

/** Two schemas of the same $id would be taken for one another, so it is left out. */
function chooseEngine({ $id: _id, $schema: dialect, ...own }: JsonSchema) {
  const isOld = typeof dialect === "string" && /draft-0[4-7]/.test(dialect);
  return { engine: isOld ? ajv.draft7 : ajv.draft2020, own };
}

/** Words whose value is data, and words whose value holds schemas under names that anybody may choose. */
const literal = ["const", "enum", "default", "examples"];
const named = ["properties", "$defs", "definitions", "dependentSchemas"];

/**
 * A pattern is run on what a model writes; one made to be slow would hold up the whole process. Without the patterns of
 * names nobody knows which names are left over, so that the rule for those goes with them.
 */
function withoutPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutPatterns);
  if (!isRecord(schema)) return schema;
  const left = ["pattern", "patternProperties"];
  if ("patternProperties" in schema) left.push("additionalProperties", "unevaluatedProperties");
  const kept = Object.entries(schema).filter(([word]) => !left.includes(word));
  return Object.fromEntries(
    kept.map(([word, value]) => {
      if (literal.includes(word)) return [word, value];
      if (!named.includes(word) || !isRecord(value)) return [word, withoutPatterns(value)];
      return [
        word,
        Object.fromEntries(Object.entries(value).map(([name, own]) => [name, withoutPatterns(own)])),
      ];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Ajv keeps every schema that it compiled, too. */
function forgetAll(): void {
  compiled.clear();
  for (const each of Object.values(ajv)) each.removeSchema();
}

function describeError(error: ErrorObject): string {
  const { instancePath, keyword, params, message = "is not valid" } = error;
  const place = instancePath.slice(1).replaceAll("/", ".").replaceAll("~1", "/").replaceAll("~0", "~");
  const at = (name: unknown) => (place ? `${place}.${String(name)}` : String(name));
  switch (keyword) {
    case "required":
      return `${at(params.missingProperty)} is missing`;
    case "additionalProperties":
      return `${at(params.additionalProperty)} is not known`;
    case "unevaluatedProperties":
      return `${at(params.unevaluatedProperty)} is not known`;
    case "enum":
      return `${place || "input"} must be one of ${(params.allowedValues as unknown[]).map((each) => JSON.stringify(each)).join(", ")}`;
    case "const":
      return `${place || "input"} must be ${JSON.stringify(params.allowedValue)}`;
    default:
      return `${place || "input"} ${message}`;
  }
}
