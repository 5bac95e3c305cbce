import { beforeAll, describe, expect, test } from "vitest";
import type { ApiDocument } from "@/server/rest/openapi";
import { listRoutes } from "@/server/rest/route-table";
import { createPersona } from "@/tests/factories/persona";
import { send } from "@/tests/support/api";
import { sharedHub } from "@/tests/support/shared-hub";

type Schema = { type?: string; properties?: Record<string, unknown>; required?: string[]; items?: Schema };
const hub = sharedHub();
let document: ApiDocument;
const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      ...operation,
    })),
  );

beforeAll(async () => {
  const reply = await send(hub, "GET", "/api/openapi.json", { key: null });
  expect(reply.status).toBe(200);
  document = reply.json as ApiDocument;
});

describe("the OpenAPI document", () => {
  test("has the form of 3.1", () => {
    expect(document).toMatchObject({
      openapi: "3.1.0",
      info: { title: "Ensemble", version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
      servers: [{ url: hub.url }],
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    });
    for (const { path, parameters, responses, summary, tags, ...rest } of operations()) {
      expect(path).toMatch(/^\//);
      expect(summary).toBeTruthy();
      expect(tags).toHaveLength(1);
      expect(rest.operationId).toMatch(/^\w+(\.\w+)+$/);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      expect(declared).toEqual(inPath);
      expect(Object.keys(responses).every((status) => /^([2-5]\d\d|default)$/.test(status))).toBe(true);
    }
  });

  test("names every operation once and points nowhere into the void", () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, pointer = ""] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = pointer
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(target, pointer).toBeDefined();
    }
  });

  test("holds every verb with a REST path", () => {
    const described = operations().map(({ method, path }) => `${method} ${path}`);
    expect(described).toEqual(
      expect.arrayContaining(listRoutes().map(({ method, path }) => `${method} ${path}`)),
    );
  });

  test("describes a reply as it is", async () => {
    const made = await createPersona(hub);
    const schema = schemaOf("POST", "/api/personas", "201");
    expect(Object.keys(made).toSorted()).toEqual(Object.keys(schema.properties ?? {}).toSorted());
    const { json } = await send(hub, "GET", "/api/personas?limit=1");
    const list = schemaOf("GET", "/api/personas", "200");
    expect(list.type).toBe("array");
    expect(Object.keys((json as object[])[0] ?? {}).toSorted()).toEqual(
      Object.keys(list.items?.properties ?? {}).toSorted(),
    );
  });
});

test("every path of the document answers", async () => {
  for (const { method, path, requestBody } of operations()) {
    const url = path.replaceAll(/\{(\w+)\}/g, "unknown-id");
    const reply = await send(hub, method, url, requestBody ? { json: {} } : {});
    // What needs a setting that this hub does not have says which.
    const isUnset = reply.status === 503 && /Set [A-Z_]+/.test(reply.text);
    expect(isUnset || reply.status < 500, `${method} ${url}: ${reply.text}`).toBe(true);
    expect(reply.status, `${method} ${url}`).not.toBe(405);
    expect(reply.text, `${method} ${url}`).not.toContain("There is no");
  }
});

test("every path of a verb wants a key", async () => {
  for (const { method, path } of listRoutes()) {
    const reply = await send(hub, method, path.replaceAll(/\{(\w+)\}/g, "unknown-id"), { key: null });
    expect(reply, `${method} ${path}`).toMatchObject({ status: 401, json: { code: "unauthorized" } });
  }
});

test("the document's page is served", async () => {
  const page = await send(hub, "GET", "/docs", { key: null });
  expect(page.status).toBeLessThan(400);
});

function schemaOf(method: string, path: string, status: string): Schema {
  const operation = operations().find((each) => each.method === method && each.path === path);
  const reply = operation?.responses[status] as { content: Record<string, { schema: Schema }> } | undefined;
  return reply?.content["application/json"]?.schema ?? {};
}
