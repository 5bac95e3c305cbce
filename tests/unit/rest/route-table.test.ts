import { describe, expect, test } from "vitest";
import { listRoutes, matchRoute } from "@/server/rest/route-table";

describe("matchRoute", () => {
  test.each([
    ["GET", "/api/personas", "personas.list", {}],
    ["GET", "/api/personas/", "personas.list", {}],
    ["POST", "/api/personas", "personas.save", {}],
    ["GET", "/api/personas/per_1", "personas.get", { id: "per_1" }],
    ["GET", "/api/personas/per_1/subscriptions", "subscriptions.listForPersona", { personaId: "per_1" }],
    ["PUT", "/api/subscriptions/sub_1", "subscriptions.update", { id: "sub_1" }],
    ["POST", "/api/executions/exe_1/cancel", "executions.cancel", { executionId: "exe_1" }],
    ["GET", "/api/executions/exe_1", "executions.get", { executionId: "exe_1" }],
    ["GET", "/api/personas/a%20b", "personas.get", { id: "a b" }],
    ["GET", "/api/personas/%E0%A4%A", "personas.get", { id: "%E0%A4%A" }],
  ])("%s %s → %s", (method, path, verb, parameters) => {
    const { match } = matchRoute(method, path);
    expect(match?.route.verb).toBe(verb);
    expect(match?.parameters).toEqual(parameters);
  });

  test("a fixed word wins over a parameter", () => {
    expect(matchRoute("GET", "/api/executions/stats").match?.route.verb).toBe("executions.stats");
  });

  test("names the other methods of a path that exists", () => {
    expect(matchRoute("PATCH", "/api/personas")).toEqual({ match: null, allowed: ["GET", "POST"] });
  });

  test.each(["/api", "/api/nothing", "/api/personas/per_1/nothing", "/api//personas", "/"])(
    "knows no %s",
    (path) => {
      expect(matchRoute("GET", path)).toEqual({ match: null, allowed: [] });
    },
  );
});

describe("the table", () => {
  const routes = listRoutes();

  test("has no method and path twice", () => {
    const shapes = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test("keeps to lower-case paths under /api, each with a summary and a tag", () => {
    for (const { path, summary, tag } of routes) {
      expect(path).toMatch(/^\/api(\/([a-z-]+|\{[A-Za-z]+\}))+$/);
      expect(summary).toMatch(/^[A-Z]/);
      expect(tag).toMatch(/^[A-Z]/);
    }
  });
});
