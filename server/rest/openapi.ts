import { z } from "zod";
import { env } from "@/server/env";
import { errorTable } from "@/server/errors";
import { listRoutes, type RestRoute } from "@/server/rest/route-table";
import { webhookPaths } from "@/server/rest/webhook-paths";
import { appRouter } from "@/server/trpc/root";
import { version } from "@/server/version";

type Json = Record<string, unknown>;
type Parser = { inputs: z.ZodType[]; output?: z.ZodType };
type Operation = {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
  security?: Json[];
};
export type ApiDocument = {
  openapi: "3.1.0";
  info: Json;
  servers: { url: string }[];
  security: Json[];
  paths: Record<string, Record<string, Operation>>;
  components: Json;
};

const errorReply = { $ref: "#/components/responses/Error" };
let paths: ApiDocument["paths"] | undefined;

/** The OpenAPI 3.1 document of every REST verb, made once from the procedures' own schemas. */
export function describeApi(): ApiDocument {
  paths ??= describePaths();
  return {
    openapi: "3.1.0",
    info: {
      title: "Ensemble",
      version,
      description:
        "A hub where a team's AI personas react to events. Every verb here is the one the Hub's own pages call.",
    },
    servers: [{ url: env().PUBLIC_URL }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: "TEAM_API_KEY" } },
      responses: {
        Error: { description: "What went wrong", content: { "application/json": { schema: errorSchema } } },
      },
    },
  };
}

function describePaths(): ApiDocument["paths"] {
  const described: ApiDocument["paths"] = {};
  for (const route of listRoutes()) {
    described[route.path] = {
      ...described[route.path],
      [route.method.toLowerCase()]: describeOperation(route),
    };
  }
  return { ...described, ...webhookPaths };
}

function describeOperation(route: RestRoute): Operation {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: Parser }>;
  const { inputs, output } = procedures[route.verb]?._def ?? { inputs: [] };
  const input = inputs[0] ? toSchema(inputs[0], "input") : {};
  const properties = (input.properties ?? {}) as Record<string, Json>;
  const required = new Set((input.required ?? []) as string[]);
  const inPath = route.segments.filter((part) => part.startsWith("{")).map((part) => part.slice(1, -1));
  const rest = Object.entries(properties).filter(([name]) => !inPath.includes(name));
  const isRead = route.method === "GET";
  const parameters = [
    ...inPath.map((name) => ({
      name,
      in: "path",
      required: true,
      schema: properties[name] ?? { type: "string" },
    })),
    ...(isRead
      ? rest.map(([name, schema]) => ({ name, in: "query", required: required.has(name), schema }))
      : []),
  ];
  const body = {
    type: "object",
    properties: Object.fromEntries(rest),
    required: rest.map(([name]) => name).filter((name) => required.has(name)),
    additionalProperties: false,
  };
  return {
    operationId: route.verb,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [route.tag],
    parameters,
    ...(isRead || rest.length === 0
      ? {}
      : {
          requestBody: {
            required: body.required.length > 0,
            content: { "application/json": { schema: body } },
          },
        }),
    responses: { [String(route.status ?? 200)]: describeReply(route, output), default: errorReply },
  };
}

function describeReply(route: RestRoute, output: z.ZodType | undefined): Json {
  const schema = output ? toSchema(output, "output") : {};
  const items = (schema.properties as Record<string, Json> | undefined)?.items;
  return {
    description: route.summary,
    ...(route.list
      ? {
          headers: { "X-Total-Count": { schema: { type: "integer" } }, Link: { schema: { type: "string" } } },
        }
      : {}),
    content: { "application/json": { schema: route.list && items ? items : schema } },
  };
}

function toSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

const errorSchema = {
  type: "object",
  required: ["error", "code", "requestId"],
  properties: {
    error: { type: "string" },
    code: { type: "string", enum: Object.keys(errorTable) },
    issues: {
      type: "array",
      items: { type: "object", properties: { path: { type: "string" }, message: { type: "string" } } },
    },
    requestId: { type: "string" },
    retryAfterSeconds: { type: "integer", description: "With 429 while the queue of executions is full" },
  },
};
