import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonSchema } from "@/server/tools/held-tool";

const options = { strict: false, allErrors: true, validateFormats: false, addUsedSchema: false } as const;
const ajv = { draft7: new Ajv(options), draft2020: new Ajv2020(options) };
const mostKept = 500;
const mostNamed = 5;
const compiled = new Map<string, ValidateFunction>();

/** Why a schema cannot be used, or null: it must be an object, hold by its own rules and refer to nothing outside itself. */
export function explainSchema(schema: unknown): string | null {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    return "Expected a JSON Schema, an object";
  try {
    compile(schema as JsonSchema);
    return null;
  } catch (error) {
    return `Not a valid JSON Schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The same of a tool's input, which is an object and must be such as models are told. */
export function explainInputSchema(schema: unknown): string | null {
  const problem = explainSchema(schema);
  if (problem) return problem;
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

/** Compiling costs milliseconds, so it is done once for a text. */
function compile(schema: JsonSchema): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known) return known;
  // Two schemas of the same $id would be taken for one another.
  const { $id: _id, $schema: dialect, ...rest } = schema;
  const isOld = typeof dialect === "string" && /draft-0[4-7]/.test(dialect);
  const validate = (isOld ? ajv.draft7 : ajv.draft2020).compile(rest);
  if (compiled.size >= mostKept) forgetAll();
  compiled.set(key, validate);
  return validate;
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
